"""The taxonomy and the glossary as SKOS (Turtle, JSON-LD) and CSV. Capacities are free of rights (CC0 1.0), the
glossary, which paraphrases texts under CC BY-SA, is under the same license.
"""

import csv
import json
from collections.abc import Iterable
from io import StringIO
from typing import Any

from capacity.queries.vocabularies import Concept, Term

PREFIXES = {
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dct": "http://purl.org/dc/terms/",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "wd": "http://www.wikidata.org/entity/",
}
CC0 = "https://creativecommons.org/publicdomain/zero/1.0/"
CC_BY_SA = "https://creativecommons.org/licenses/by-sa/4.0/"
METABASE = "https://metabase.wikibase.cloud/entity/"
TITLES = {"capacities": "Capacities of the Wikimedia movement", "glossary": "Glossary of capacity building"}

Node = dict[str, Any]


def graph(concepts: list[Concept], terms: list[Term], *, site: str) -> list[Node]:
    """Every resource once, in the terms of JSON-LD; Turtle is written from the same."""
    capacities, glossary = f"{site}/capacities/", f"{site}/glossary/"
    addresses = {concept.code: concept.address for concept in concepts}
    tops = [each.address for each in concepts if not each.broader and not each.replaced_by]
    return [
        scheme(capacities, TITLES["capacities"], CC0, tops),
        *(skos_concept(concept, addresses, capacities) for concept in concepts),
        scheme(glossary, TITLES["glossary"], CC_BY_SA, [term.address for term in terms]),
        *(skos_term(term, addresses, glossary) for term in terms),
    ]


def scheme(address: str, title: str, license_: str, tops: list[str]) -> Node:
    return filled(
        {
            "@id": address,
            "@type": "skos:ConceptScheme",
            "dct:title": [{"@language": "en", "@value": title}],
            "dct:license": [{"@id": license_}],
            "skos:hasTopConcept": links(tops),
        }
    )


def skos_concept(concept: Concept, addresses: dict[str, str], capacities: str) -> Node:
    """A merged one keeps its names and says what stands for it now."""
    replaced_by = addresses.get(concept.replaced_by, "")
    is_top = not concept.broader and not replaced_by
    same = [f"{PREFIXES['wd']}{concept.wikidata}"] if concept.wikidata else []
    same += [f"{METABASE}{concept.metabase}"] if concept.metabase else []
    return filled(
        {
            "@id": concept.address,
            "@type": "skos:Concept",
            "skos:inScheme": links([capacities]),
            "skos:topConceptOf": links([capacities] if is_top else []),
            "skos:notation": [{"@value": concept.code}],
            "skos:prefLabel": in_languages(concept.names),
            "skos:definition": in_languages(concept.descriptions),
            "skos:broader": links([addresses[concept.broader]] if concept.broader in addresses else []),
            "skos:narrower": links(addresses[code] for code in concept.narrower),
            "skos:exactMatch": links(same),
            "dct:isReplacedBy": links([replaced_by] if replaced_by else []),
            "owl:deprecated": [{"@type": "xsd:boolean", "@value": "true"}] if replaced_by else [],
            "dct:modified": [
                {"@type": "xsd:dateTime", "@value": concept.modified.isoformat(timespec="seconds")}
            ],
        }
    )


def skos_term(term: Term, addresses: dict[str, str], glossary: str) -> Node:
    related = addresses.get(term.capacity, "")
    return filled(
        {
            "@id": term.address,
            "@type": "skos:Concept",
            "skos:inScheme": links([glossary]),
            "skos:topConceptOf": links([glossary]),
            "skos:notation": [{"@value": term.slug}],
            "skos:prefLabel": in_languages(term.names),
            "skos:definition": in_languages(term.definitions),
            "skos:relatedMatch": links([related] if related else []),
            "dct:modified": [
                {"@type": "xsd:dateTime", "@value": term.modified.isoformat(timespec="seconds")}
            ],
        }
    )


def filled(node: Node) -> Node:
    return {name: value for name, value in node.items() if value}


def links(addresses: Iterable[str]) -> list[Node]:
    return [{"@id": address} for address in addresses]


def in_languages(texts: dict[str, str]) -> list[Node]:
    return [{"@language": code, "@value": text} for code, text in texts.items()]


def json_ld(nodes: list[Node]) -> str:
    return json.dumps({"@context": PREFIXES, "@graph": nodes}, ensure_ascii=False, indent=1)


def turtle(nodes: list[Node]) -> str:
    head = "".join(f"@prefix {name}: <{address}> .\n" for name, address in PREFIXES.items())
    return head + "".join(f"\n{turtle_of(node)} .\n" for node in nodes)


def turtle_of(node: Node) -> str:
    facts = [f"a {node['@type']}"]
    for name, values in node.items():
        if not name.startswith("@"):
            facts.append(f"{name} {', '.join(turtle_value(value) for value in values)}")
    return f"<{node['@id']}> " + " ;\n    ".join(facts)


def turtle_value(value: Node) -> str:
    if "@id" in value:
        return f"<{value['@id']}>"
    text = json.dumps(value["@value"], ensure_ascii=False).replace("\x7f", "\\u007f")
    if "@language" in value:
        return f"{text}@{value['@language']}"
    return f"{text}^^{value['@type']}" if "@type" in value else text


def capacities_csv(concepts: list[Concept]) -> str:
    """One row for each capacity, one column for each language that names any."""
    languages = sorted({code for concept in concepts for code in concept.names})
    described = sorted({code for concept in concepts for code in concept.descriptions})
    head = [
        "code",
        "address",
        "part_of",
        "merged_into",
        "capacity_of",
        "categories",
        "wikidata",
        "metabase",
        "source",
    ]
    head += [f"name_{code}" for code in languages] + [f"description_{code}" for code in described]
    rows = [
        [
            each.code, each.address, each.broader, each.replaced_by, each.scope, " ".join(each.categories),
            each.wikidata, each.metabase, each.source, *(each.names.get(code, "") for code in languages),
            *(each.descriptions.get(code, "") for code in described),
        ]
        for each in concepts
    ]  # fmt: skip
    return written([head, *rows])


def glossary_csv(terms: list[Term]) -> str:
    languages = sorted({code for term in terms for code in term.names})
    head = ["id", "address", "capacity", "source"]
    head += [f"term_{code}" for code in languages] + [f"definition_{code}" for code in languages]
    rows = [
        [
            each.slug, each.address, each.capacity, each.source,
            *(each.names.get(code, "") for code in languages),
            *(each.definitions.get(code, "") for code in languages),
        ]
        for each in terms
    ]  # fmt: skip
    return written([head, *rows])


def written(rows: Iterable[list[str]]) -> str:
    out = StringIO()
    csv.writer(out, lineterminator="\r\n").writerows([safe(cell) for cell in row] for row in rows)
    return out.getvalue()


def safe(cell: str) -> str:
    """No spreadsheet takes a name for a formula."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell
