"""How fast the portal is, as ratios to the same work done by bare means, side by side, in one run."""
