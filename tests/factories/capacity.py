"""One factory per model of `capacity`; nothing is made that was not asked for, but what a row cannot be without."""

from datetime import UTC, date, datetime

import factory
from factory.django import DjangoModelFactory

from capacity import models
from capacity.queries import glossary
from capacity.states import AffiliationState
from common.search import searchable


class LanguageFactory(DjangoModelFactory):
    class Meta:
        model = models.Language
        django_get_or_create = ["code"]

    code = "en"
    name_en = "English"
    autonym = "English"
    script = "Latn"


class RegionFactory(DjangoModelFactory):
    class Meta:
        model = models.Region
        django_get_or_create = ["scheme", "code"]

    scheme = models.RegionScheme.WIKIMEDIA
    code = "SSA"
    name = "Sub-Saharan Africa"


class TerritoryFactory(DjangoModelFactory):
    class Meta:
        model = models.Territory
        django_get_or_create = ["code"]

    code = "GH"
    name_en = "Ghana"
    region = factory.SubFactory(RegionFactory)
    population = 33_000_000


class SourceFactory(DjangoModelFactory):
    class Meta:
        model = models.Source
        django_get_or_create = ["code"]

    code = "a-source"
    title = "A source"
    url = "https://example.org/a-source"


class UserFactory(DjangoModelFactory):
    class Meta:
        model = models.User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@example.org")
    password = factory.django.Password("correct horse")


class StaffFactory(UserFactory):
    is_staff = True


class PersonFactory(DjangoModelFactory):
    """A person with her account: `person.user`."""

    class Meta:
        model = models.Stakeholder

    kind = models.StakeholderKind.PERSON
    name = factory.Sequence(lambda n: f"Person {n}")
    slug = factory.Sequence(lambda n: f"person-{n}")
    search_text = factory.LazyAttribute(lambda person: searchable(person.name))
    user = factory.SubFactory(UserFactory)


class AffiliateFactory(DjangoModelFactory):
    class Meta:
        model = models.Stakeholder

    kind = models.StakeholderKind.AFFILIATE
    affiliate_type = models.AffiliateType.USER_GROUP
    name = factory.Sequence(lambda n: f"Affiliate {n}")
    slug = factory.Sequence(lambda n: f"affiliate-{n}")
    search_text = factory.LazyAttribute(lambda organization: searchable(organization.name))


class PersonVisibilityFactory(DjangoModelFactory):
    """What a person shows: nothing, but what is asked for."""

    class Meta:
        model = models.PersonVisibility

    person = factory.SubFactory(PersonFactory)


class PartnerFactory(DjangoModelFactory):
    class Meta:
        model = models.Stakeholder

    kind = models.StakeholderKind.PARTNER
    name = factory.Sequence(lambda n: f"Partner {n}")
    slug = factory.Sequence(lambda n: f"partner-{n}")
    search_text = factory.LazyAttribute(lambda organization: searchable(organization.name))


class AffiliationFactory(DjangoModelFactory):
    class Meta:
        model = models.Affiliation

    person = factory.SubFactory(PersonFactory)
    organization = factory.SubFactory(AffiliateFactory)
    role = models.AffiliationRole.MEMBER
    state = AffiliationState.CONFIRMED
    starts_on = date(2020, 1, 1)
    decided_at = datetime(2020, 1, 1, tzinfo=UTC)


class CategoryFactory(DjangoModelFactory):
    class Meta:
        model = models.Category

    code = factory.Sequence(lambda n: f"category-{n}")
    name = factory.Sequence(lambda n: f"Category {n}")


class RoleAssignmentFactory(DjangoModelFactory):
    """A role that an organization holds."""

    class Meta:
        model = models.RoleAssignment

    title = "Host of a regional hub"
    function = models.RoleFunction.HOST
    level = models.RoleLevel.GLOBAL
    holder = factory.SubFactory("tests.factories.capacity.AffiliateFactory")
    starts_on = date(2025, 1, 1)


class CapacityFactory(DjangoModelFactory):
    class Meta:
        model = models.Capacity

    code = factory.Sequence(lambda n: f"{1000 + n}")
    name = factory.LazyAttribute(lambda capacity: f"Capacity {capacity.code}")
    path = factory.LazyAttribute(
        lambda capacity: f"{capacity.parent.path}/{capacity.code}" if capacity.parent else capacity.code
    )
    depth = factory.LazyAttribute(lambda capacity: capacity.parent.depth + 1 if capacity.parent else 1)
    parent = None


class ProficiencyLevelFactory(DjangoModelFactory):
    class Meta:
        model = models.ProficiencyLevel
        django_get_or_create = ["level"]

    level = 1
    name = factory.LazyAttribute(lambda level: f"Level {level.level}")
    description = "What it looks like."


class CapacityClaimFactory(DjangoModelFactory):
    class Meta:
        model = models.CapacityClaim

    stakeholder = factory.SubFactory(PersonFactory)
    capacity = factory.SubFactory(CapacityFactory)
    kind = models.ClaimKind.HAS
    level = factory.SubFactory(ProficiencyLevelFactory, level=3)
    stated_on = date(2026, 1, 1)


class GlossaryTermFactory(DjangoModelFactory):
    class Meta:
        model = models.GlossaryTerm

    slug = factory.Sequence(lambda n: f"term-{n}")
    term = factory.Sequence(lambda n: f"Term {n}")
    definition = "What it means."

    @classmethod
    def _after_postgeneration(cls, instance, create, results=None):
        """A page made next knows it: a process keeps the words for a minute."""
        super()._after_postgeneration(instance, create, results)
        glossary.KEPT.clear()


class CapacitySuggestionFactory(DjangoModelFactory):
    """A better English name."""

    class Meta:
        model = models.CapacitySuggestion

    kind = models.SuggestionKind.NAME
    capacity = factory.SubFactory(CapacityFactory)
    language = factory.SubFactory(LanguageFactory)
    text = "A better name"
    reason = "It says more."
    suggested_by = factory.SubFactory(UserFactory)


class ConsentTextFactory(DjangoModelFactory):
    class Meta:
        model = models.ConsentText
        django_get_or_create = ["purpose", "version"]

    purpose = "participation"
    version = 1
    text = "I agree."


class DemographicDimensionFactory(DjangoModelFactory):
    class Meta:
        model = models.DemographicDimension

    code = factory.Sequence(lambda n: f"question-{n}")
    name = factory.Sequence(lambda n: f"Question {n}")


class DemographicOptionFactory(DjangoModelFactory):
    class Meta:
        model = models.DemographicOption

    dimension = factory.SubFactory(DemographicDimensionFactory)
    code = factory.Sequence(lambda n: f"answer-{n}")
    label = factory.Sequence(lambda n: f"Answer {n}")


class DemographicFactory(DjangoModelFactory):
    class Meta:
        model = models.Demographic

    person = factory.SubFactory(PersonFactory)
    option = factory.SubFactory(DemographicOptionFactory)
    dimension = factory.SelfAttribute("option.dimension")
    consent = factory.SubFactory(ConsentTextFactory)
    purpose = "participation"
    given_on = factory.LazyFunction(lambda: datetime.now(UTC).date())
