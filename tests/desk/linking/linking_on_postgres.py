"""Run by test_on_postgres.py in a process of its own: a return is linked, judged, withdrawn; refusals told as JSON."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import DatabaseError, connection, transaction  # noqa: E402

from seawall.clock import utc_now  # noqa: E402
from seawall.corpus import open_corpus  # noqa: E402
from seawall.desk.audit.services import SYSTEM  # noqa: E402
from seawall.desk.closings.drafts import ListFacts  # noqa: E402
from seawall.desk.closings.models import ClosedAccount  # noqa: E402
from seawall.desk.closings.services import import_closings, look_at_sample, sign_list, withdraw_closing  # noqa: E402
from seawall.desk.hma.errors import TokenRefusedError  # noqa: E402
from seawall.desk.hma.models import Scope  # noqa: E402
from seawall.desk.hma.services import TokenDraft, make_token, revoke_token  # noqa: E402
from seawall.desk.hma.tokens import admit  # noqa: E402
from seawall.desk.linking.actor_views import actors  # noqa: E402
from seawall.desk.linking.errors import LinkStateError  # noqa: E402
from seawall.desk.linking.kept_models import current_model, keep_model  # noqa: E402
from seawall.desk.linking.models import Judgement, Link, LinkModel, ModelOrigin  # noqa: E402
from seawall.desk.linking.passing import run_pass  # noqa: E402
from seawall.desk.linking.replaying import replay  # noqa: E402
from seawall.desk.linking.selectors import judgement_counts, link_figures, links_for  # noqa: E402
from seawall.desk.linking.services import judge_link, open_successor_case, use_model  # noqa: E402
from seawall.desk.linking.training_pairs import candidate_pairs  # noqa: E402
from seawall.desk.people.models import StaffMember  # noqa: E402
from seawall.desk.people.roles import Role  # noqa: E402
from seawall.desk.people.services import add_staff  # noqa: E402
from seawall.testing.observations import append_rows, origin  # noqa: E402


def refusal(query, **values) -> str:
    try:
        with transaction.atomic():
            query.update(**values)
    except DatabaseError as error:
        return str(error).splitlines()[0]
    return "nothing was refused"


def is_admitted(secret: str, now: datetime) -> bool:
    header = f"Bearer {secret}"
    try:
        admit(authorization=header, in_path=None, address="-", scope=Scope.LINK, open_to_all=False, now=now)
    except TokenRefusedError:
        return False
    return True


def admissions(analyst: StaffMember) -> list[bool]:
    """Say whether a token is admitted before it ends, at its end, and after it is revoked."""
    keeper = add_staff("gull", acting=SYSTEM, roles=[Role.ADMINISTRATOR], password="the lamps return at dusk")
    now, ends = utc_now(), utc_now() + timedelta(days=1)
    draft = TokenDraft(name="Pierchat", scopes=("link",), answers_for=analyst, ends_at=ends)
    made = make_token(draft, acting=keeper)
    moments = (now, ends - timedelta(microseconds=1), ends)
    told = [is_admitted(made.secret, at) for at in moments]
    revoke_token(made.token, acting=keeper)
    return [*told, is_admitted(made.secret, now)]


def stays_chosen(officer: StaffMember) -> bool:
    """Say whether an older shipped model that somebody chose still links afterwards."""
    row, model = current_model()
    old = keep_model(replace(model, version=model.version + 40), origin=ModelOrigin.SHIPPED, facts={})
    use_model(old, acting=officer)
    chosen = current_model()[0] == old
    use_model(row, acting=officer)
    return chosen


def after_expiry(link: Link, analyst: StaffMember) -> list[object]:
    """Return what a link comes to whose closing expired a moment ago, without the chore that notes it."""
    closed = ClosedAccount.objects.get(pk=link.closed_id)
    until = closed.expires
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE closings_closedaccount DISABLE TRIGGER closing_is_fixed")
    ClosedAccount.objects.filter(pk=closed.pk).update(expires=utc_now() - timedelta(milliseconds=1))
    try:
        judge_link(link, "same", reason="still", acting=analyst)
        refused = ""
    except LinkStateError as error:
        refused = str(error.message)
    told = [refused, links_for(analyst).count(), len(actors(analyst))]
    ClosedAccount.objects.filter(pk=closed.pk).update(expires=until)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE closings_closedaccount ENABLE TRIGGER closing_is_fixed")
    return told


def main() -> None:
    call_command("migrate", verbosity=0)
    password = "the lamps return at dusk"
    analyst = add_staff("tern", acting=SYSTEM, roles=[Role.ANALYST], password=password)
    officer = add_staff("heron", acting=SYSTEM, roles=[Role.LEGAL], password=password)
    listed = import_closings(Path(sys.argv[1]), ListFacts(came="corpus", file_name="closed.csv"), acting=analyst)
    look_at_sample(listed, acting=officer)
    sign_list(listed, acting=officer)
    profile = json.loads(sys.argv[2])
    with open_corpus(settings.SEAWALL.corpus_path).write() as writer:
        batch = writer.open_batch(origin("export.jsonl"))
        append_rows(batch, accounts=[profile])
        batch.finish(counts={"rows": 1})
    told = {"stored": run_pass(acting=analyst).stored, "again": run_pass(acting=analyst, everything=True).stored}
    link = Link.objects.select_related("closed", "model").get()
    told["replays"] = replay(link).probability == link.probability
    judge_link(link, "unsure", reason="too little", acting=analyst)
    judge_link(link, "same", reason="the invite", acting=analyst)
    told["verdict"] = links_for(analyst).get().verdict
    told["judged"] = link_figures(analyst).judged
    told["case"] = open_successor_case(link, acting=analyst).purpose
    told["changed"] = refusal(Link.objects, probability=0.5)
    told["evidence"] = refusal(Link.objects, evidence=[])
    told["judgement"] = refusal(Judgement.objects.filter(verdict="same"), verdict="different")
    told["twice"] = refusal(Judgement.objects.filter(verdict="unsure"), revised_at=None).split("\n")[0]
    told["model"] = refusal(LinkModel.objects, content="{}")
    told["tokens"] = admissions(analyst)
    told["lineages"] = [len(one.accounts) for one in actors(analyst)]
    told["learned from"] = [len(candidate_pairs(current_model()[1])[1]), judgement_counts().same]
    told["chosen"] = stays_chosen(officer)
    told["expired"] = after_expiry(link, analyst)
    withdraw_closing(ClosedAccount.objects.get(pk=link.closed_id), how="reinstated", reason="appeal", acting=analyst)
    link.refresh_from_db()
    told["after"] = link.state
    told["resurrected"] = refusal(Link.objects, state="stands", ended_at=None, ended_because="")
    call_command("migrate", "linking", "0001", verbosity=0)
    call_command("migrate", "linking", verbosity=0)
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main()
