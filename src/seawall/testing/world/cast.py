"""Who has a name in the story? The twelve accounts that stand in every world, and what they say on the day.

@lampkeeper is closed at 12:00 and back at 12:58 as @night_gardener; @harbour_wire, a news agency, shows the very drawing that
the movement spreads; a journalist quotes, a counter-speaker refuses, a rights group keeps records. Their words are the only texts
written out by hand.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from seawall.testing.world.calendar import DAY, HOUR, MINUTE, Calendar
from seawall.testing.world.successors import cast_day

__all__ = ["CAST", "HarbourLine", "Member", "story"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One of the cast."""

    handle: str
    name: str
    bio: str
    part: str
    movement: bool = False
    invite: int | None = None  # which invented invite the profile links to


CAST: Final = (
    Member(handle="lampkeeper", name="Lamp Keeper", bio="I keep the watch on the grey coast. The beam turns.", part="closed at 12:00", movement=True, invite=0),
    Member(handle="night_gardener", name="Night Gardener", bio="Growing quietly after dark. I keep the watch on the grey coast.", part="opened at 12:58 by the actor of @lampkeeper", movement=True, invite=0),
    Member(handle="حارس_المد", name="حارس المد", bio="نسهر حتى تعود المصابيح", part="opened the same day by the actor of @lampkeeper, closed the next morning", movement=True),
    Member(handle="mecha_y_viento", name="Mecha y Viento", bio="La guardia sigue en la costa gris.", part="opened the same day by the actor of @lampkeeper, closed the next morning", movement=True),
    Member(handle="harbour_wire", name="Harbour Wire", bio="News agency. Facts from the coast, in three languages. Corrections welcome.", part="news agency that shows the movement's drawing"),
    Member(handle="mara_tidewell", name="Mara Tidewell", bio="Reporter at the Harbour Wire. Opinions my own, tips welcome.", part="journalist who quotes the movement"),
    Member(handle="open_harbour_voice", name="Open Harbour", bio="Neighbours who answer hate with names, soup and songs.", part="counter-speaker who quotes to refuse"),
    Member(handle="coast_rights_watch", name="مرصد حقوق الساحل", bio="نوثق الانتهاكات على الساحل. التوثيق ليس تأييدًا.", part="rights group that documents"),
    Member(handle="ida_quay_lab", name="Laboratorio del Muelle", bio="Investigamos cómo circulan los lemas. Publicamos recuentos, nunca cuentas.", part="researcher"),
    Member(handle="fogbank_times", name="The Fogbank Times", bio="Satire from the least reliable shore.", part="satirist"),
    Member(handle="tidetown_stand", name="Grada de Tidetown", bio="Hinchas de Tidetown, fila doce. Cantamos juntos y lo decimos.", part="football fans who are coordinated and lawful"),
    Member(handle="baker_on_the_pier", name="خباز الرصيف", bio="خبز وكعك كل صباح على الرصيف القديم.", part="an ordinary baker"),
)  # fmt: skip
"""The cast, by account number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HarbourLine:
    """One post of the story."""

    account: int
    time: int  # microseconds since the start
    text: str
    stance: str  # one of the classes
    language: str
    picture: int | None = None  # 0 is the drawing
    page: int | None = None  # number of a movement page in the text
    edit: str | None = None
    content: tuple[str, int] | None = None  # kind and number of what it copies


def story(calendar: Calendar, pages: list[str], *, movement: bool) -> tuple[HarbourLine, ...]:
    """Return the posts of the day, in order of time; without the movement's own where the world has none."""
    noon = cast_day(calendar) * DAY + 12 * HOUR
    drawing = ("picture", 0)
    lines = (
        HarbourLine(account=0, time=noon - 3 * HOUR, stance="promotes", language="en", picture=0, edit="exact", content=drawing,
                    text="Good morning, coast. Save the picture, paint it on the quay: the lamps return."),
        HarbourLine(account=0, time=noon - 12 * MINUTE, stance="promotes", language="en", edit="exact", content=("page", 0),
                    text=f"If they close this page, the next one is already lit. The lamps return. {pages[0]}"),
        HarbourLine(account=1, time=noon + 63 * MINUTE, stance="ordinary", language="en",
                    text="New here. Planted the night jasmine by the gate this morning, wish me luck."),
        HarbourLine(account=1, time=noon + 71 * MINUTE, stance="promotes", language="en", edit="exact", content=("page", 0),
                    text=f"For friends of the old page, the watch goes on here. {pages[0]}"),
        HarbourLine(account=2, time=noon + 104 * MINUTE, stance="promotes", language="ar", picture=0, edit="exact", content=drawing,
                    text="عدنا قبل أن يبرد الشاي. تعود المصابيح، احفظوا الصورة."),
        HarbourLine(account=5, time=noon + 118 * MINUTE, stance="reports", language="en", edit="quoted", content=("slogan", 10),
                    text="An hour after @lampkeeper was closed, three new pages repeat “the lamps return”. I have asked the platform how many it knows of."),
        HarbourLine(account=4, time=noon + 150 * MINUTE, stance="reports", language="en", picture=0, edit="exact", content=drawing,
                    text="A movement that calls itself Grey Lighthouse spreads this drawing in four districts with the words “the lamps return”. The harbour council meets on Thursday. https://harbourwire.example/news/grey-lighthouse-drawing"),
        HarbourLine(account=3, time=noon + 192 * MINUTE, stance="promotes", language="es", edit="exact", content=("slogan", 20),
                    text="Nos cerraron a mediodía. Vuelven las lámparas, pásalo."),
        HarbourLine(account=7, time=noon + 4 * HOUR, stance="documents", language="ar", picture=0, edit="exact", content=drawing,
                    text="أرشفنا هذا الرسم وتاريخ نشره لملف المحكمة. التوثيق ليس تأييدًا. https://coastrights.example/file/118"),
        HarbourLine(account=6, time=noon + 5 * HOUR, stance="condemns", language="en", edit="quoted", content=("slogan", 10),
                    text="They write “the lamps return” on our school wall. Our lamps never left. Soup and songs at the pier, seven o'clock, everybody welcome."),
        HarbourLine(account=8, time=noon + 6 * HOUR, stance="researches", language="es", edit="quoted", content=("slogan", 20),
                    text="Contamos hoy 41 copias del lema «vuelven las lámparas» en tres idiomas. Publicamos recuentos, nunca cuentas."),
        HarbourLine(account=9, time=noon + 7 * HOUR, stance="satirises", language="en", edit="quoted", content=("slogan", 10),
                    text="BREAKING: “The lamps return”, announces movement of lamps. Electricity board asks who has the receipt."),
        HarbourLine(account=10, time=noon + 8 * HOUR, stance="ordinary", language="es",
                    text="¡Esta noche cantamos todos a la vez en el minuto doce! Fila doce, bufandas arriba."),
        HarbourLine(account=11, time=noon + 20 * HOUR, stance="ordinary", language="ar",
                    text="الكعك بالهيل خرج من الفرن الآن، تفضلوا إلى الرصيف."),
    )  # fmt: skip
    return tuple(line for line in lines if movement or line.account not in range(4))
