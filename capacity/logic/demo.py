"""Words for the demo population: made-up names of people and places, from many parts of the world."""

from dataclasses import dataclass
from random import Random

GIVEN = [
    "Amina", "Abebe", "Adaeze", "Aigerim", "Akira", "Alejandra", "Amal", "Ananya", "Aroha", "Ayşe",
    "Bakary", "Beatriz", "Bora", "Camila", "Chidi", "Chinedu", "Dana", "Dewi", "Diego", "Eleni", "Emeka",
    "Emre", "Esi", "Farah", "Fatou", "Femi", "Freja", "Giorgi", "Grace", "Hana", "Hassan", "Henrike",
    "Hiba", "Ibrahim", "Ines", "Ioana", "Ivana", "Jamila", "Jin", "João", "Jorge", "Kalea", "Karim",
    "Kwame", "Laila", "Lamis", "Leilani", "Liam", "Linh", "Lucía", "Magda", "Malia", "Manoj", "Mariam",
    "Mateo", "Mei", "Milan", "Miriam", "Mosi", "Nadia", "Naledi", "Ngozi", "Nikau", "Nilufar", "Noor",
    "Olena", "Omar", "Oyuna", "Paulo", "Priya", "Rania", "Ravi", "Rosa", "Sami", "Sanaa", "Sefa", "Selam",
    "Shira", "Sipho", "Siti", "Sofía", "Tala", "Tamar", "Tane", "Thandi", "Tomás", "Uchenna", "Valentina",
    "Wanjiru", "Wei", "Yasmin", "Yuki", "Zainab", "Zeynep", "Zodwa", "Zofia",
]  # fmt: skip
FAMILY = [
    "Abdi", "Achieng", "Adeyemi", "Aguilar", "Akhtar", "Alvarez", "Amador", "Andersen", "Asante", "Banda",
    "Barros", "Bashir", "Benali", "Bianchi", "Bondarenko", "Castro", "Chanda", "Chaudhary", "Chen", "Cissé",
    "Costa", "Dahal", "Demir", "Diallo", "Dlamini", "Dubois", "Eze", "Fernando", "Flores", "Gebre",
    "Georgiou", "Haddad", "Hakimi", "Hernández", "Hoang", "Horvat", "Ibarra", "Ito", "Ivanova", "Jansen",
    "Jovanović", "Kamau", "Kariuki", "Keita", "Khalil", "Kiplagat", "Kowalska", "Kumar", "Kurt", "Laurent",
    "Lopes", "Mahlangu", "Mansour", "Martins", "Mbeki", "Mendoza", "Mensah", "Molina", "Moyo", "Mwangi",
    "Nakamura", "Ndiaye", "Nguyen", "Njoroge", "Novak", "Nyambura", "Obi", "Ochieng", "Okafor", "Okoye",
    "Ortiz", "Owusu", "Park", "Pereira", "Popescu", "Putri", "Quispe", "Rahman", "Reyes", "Rossi", "Sahin",
    "Santoso", "Sarr", "Sharma", "Silva", "Sithole", "Tadesse", "Tanaka", "Tau", "Tesfaye", "Toure", "Tran",
    "Vargas", "Wairimu", "Yilmaz", "Zhang", "Zulu",
]  # fmt: skip
FIRST = [
    "Ve", "Ta", "Mo", "Lu", "Ka", "Si", "Ne", "Or", "Ba", "Du", "Fe", "Ha", "Il", "Jo", "Ri", "Sa", "To",
    "Un", "Wa", "Ze",
]  # fmt: skip
MIDDLE = [
    "lo", "ma", "ri", "na", "va", "su", "di", "ko", "pe", "ta", "li", "mu", "ra", "se", "ni",
]  # fmt: skip
LAST = [
    "ru", "na", "lia", "ndo", "mbe", "san", "tos", "vik", "ria", "que", "lan", "moa", "dar", "sha", "",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class DemoOrganization:
    pk: int
    name: str
    kind: str
    affiliate_type: str
    maturity: str
    territory: str
    region: int | None
    place: str


@dataclass(frozen=True, slots=True)
class DemoPerson:
    pk: int
    user: int
    key: str  # public id of her account
    organization: DemoOrganization
    language: str


@dataclass(frozen=True, slots=True)
class DemoWorld:
    """What the apps above build upon. People stand in the order of their organizations, these in that of regions."""

    organizations: list[DemoOrganization]
    people: list[DemoPerson]
    first_members: list[int]  # for each organization, the place of its first person in that list
    roles: dict[str, DemoPerson]  # who has a log-in
    capacity_groups: list[list[int]]  # ids of capacities that are asked together
    capacity_roots: list[str]  # the code of each group's root
    languages: list[str]
    levels: list[int]


def place_name(number: int) -> str:
    """An invented place: different for each of 4,500 numbers, then with a numeral."""
    rest, first = divmod(number * 7919 % 4500, len(FIRST))
    last, middle = divmod(rest, len(MIDDLE))
    again = number // 4500
    return FIRST[first] + MIDDLE[middle] + LAST[last % len(LAST)] + (f" {again + 1}" if again else "")


def person_name(dice: Random) -> str:
    return f"{dice.choice(GIVEN)} {dice.choice(FAMILY)} (demo)"


def organization_name(kind: str, affiliate_type: str, place: str) -> str:
    patterns = {
        "chapter": "Demo Wikimedia {}",
        "user_group": "Demo Wikimedians of {} User Group",
        "thematic_organization": "Demo Wiki Themes {}",
        "community": "Demo {} Wikipedia Community",
        "hub": "Demo Hub {}",
        "partner": "Demo University of {}",
    }
    return patterns[affiliate_type or kind].format(place)


# Names of organizations in other languages: of every kind, so that each can be found by them.
OTHER_NAMES = {
    "ar": {
        "chapter": "ويكيميديا {} التجريبية",
        "user_group": "مجموعة مستخدمي ويكيميديا {} التجريبية",
        "thematic_organization": "مواضيع ويكي {} التجريبية",
        "community": "مجتمع ويكيبيديا {} التجريبي",
        "hub": "محور {} التجريبي",
        "partner": "جامعة {} التجريبية",
    },
    "es": {
        "chapter": "Wikimedia {} de demostración",
        "user_group": "Grupo de usuarios wikimedistas de {} de demostración",
        "thematic_organization": "Temas Wiki {} de demostración",
        "community": "Comunidad de Wikipedia de {} de demostración",
        "hub": "Centro {} de demostración",
        "partner": "Universidad de {} de demostración",
    },
    "fr": {
        "chapter": "Wikimédia {} de démonstration",
        "user_group": "Groupe d’utilisateurs wikimédiens de {} de démonstration",
        "thematic_organization": "Thèmes Wiki {} de démonstration",
        "community": "Communauté Wikipédia de {} de démonstration",
        "hub": "Pôle {} de démonstration",
        "partner": "Université de {} de démonstration",
    },
    "ru": {
        "chapter": "Викимедиа {} (демо)",
        "user_group": "Группа викимедийцев {} (демо)",
        "thematic_organization": "Вики-темы {} (демо)",
        "community": "Сообщество Википедии {} (демо)",
        "hub": "Узел {} (демо)",
        "partner": "Университет {} (демо)",
    },
    "zh-hans": {
        "chapter": "{}维基媒体演示分会",
        "user_group": "{}维基媒体演示用户组",
        "thematic_organization": "{}维基主题演示组织",
        "community": "{}维基百科演示社区",
        "hub": "{}演示中心",
        "partner": "{}演示大学",
    },
}


def other_name(language: str, kind: str, affiliate_type: str, place: str) -> str:
    return OTHER_NAMES[language][affiliate_type or kind].format(place)
