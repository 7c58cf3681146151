"""What every entity operation of the client must do, form by form.

A scenario is a function of a caller and of what earlier ones left behind; they run in this order.
"""

import tempfile
import uuid
from decimal import Decimal
from pathlib import Path

import httpx
from uipath.platform.entities import (
    AggregateRow,
    DataFabricEntityItem,
    EntityAggregate,
    EntityBinning,
    EntityCreateFieldOptions,
    EntityCreateOptions,
    EntityJoin,
    EntityMetadataUpdateOptions,
    EntityQueryFilter,
    EntityQueryFilterGroup,
    EntityQuerySortOption,
)

from caller import equal

TENANT = "00000000-0000-0000-0000-000000000000"
NOBODY = "0190163d-8694-739b-aea5-0000000000ff"
USER_MAIL = "administrator@example.com"


class Left:
    """What scenarios leave behind for later ones."""

    def __init__(self, mark, api, token):
        self.mark = mark
        self.api = api
        self.headers = {"Authorization": f"Bearer {token}"}
        self.team_name = f"Team{mark}"
        self.person_name = f"Person{mark}"


def field(name, type, **more):
    return EntityCreateFieldOptions(field_name=name, type=type, **more)


def filters(*leaves, operator=None, groups=None):
    return EntityQueryFilterGroup(
        logical_operator=operator, query_filters=list(leaves), filter_groups=groups
    )


def leaf(name, operator, value=None, values=None):
    return EntityQueryFilter(field_name=name, operator=operator, value=value, value_list=values)


def column(response, name):
    return [getattr(item, name) for item in response.items]


# Choice sets come from the sample tenant: this client cannot make any.


def list_choicesets(c, left):
    with c.check("list_choicesets"):
        sets = {entity.name: entity for entity in c.call("list_choicesets")}
        equal({"InvoiceStatus", "Currency", "Country"} <= set(sets), True)
        equal({entity.entity_type for entity in sets.values()}, {"ChoiceSet"})
        left.currency = sets["Currency"].id


def get_choiceset_values(c, left):
    with c.check("get_choiceset_values"):
        values = c.call("get_choiceset_values", left.currency)
        equal([value.display_name for value in values], ["NOK", "EUR", "USD", "GBP", "SEK", "JPY"])
        equal([value.number_id for value in values], [0, 1, 2, 3, 4, 5])
        page = c.call("get_choiceset_values", left.currency, start=1, limit=2)
        equal([value.display_name for value in page], ["EUR", "USD"])
        equal(page[0].id, values[1].id)
        equal(c.refusal("get_choiceset_values", NOBODY)[0], 404)


# Schema.


def create_entity(c, left):
    with c.check("create_entity"):
        left.team = c.call(
            "create_entity",
            left.team_name,
            [
                field("TeamName", "STRING", length_limit=60, is_required=True, is_unique=True),
                field("Budget", "DECIMAL"),
            ],
            EntityCreateOptions(display_name=f"{left.mark} team", description="made by a test"),
        )
        equal(str(uuid.UUID(left.team)), left.team)
        left.person = c.call(
            "create_entity",
            left.person_name,
            [
                field("FullName", "STRING", length_limit=80, is_required=True),
                field("Age", "INTEGER", min_value=0, max_value=150),
                field("BigNum", "BIG_INTEGER", max_value=9007199254740991),
                field("Balance", "DECIMAL", decimal_precision=4),
                field("Score", "FLOAT", decimal_precision=3),
                field("Ratio", "DOUBLE", decimal_precision=6),
                field("Born", "DATE"),
                field("SeenAt", "DATETIME"),
                field("SeenTz", "DATETIME_WITH_TZ"),
                field("Active", "BOOLEAN", default_value="true"),
                field("Notes", "MULTILINE_TEXT", length_limit=2000),
                field("ExtKey", "UUID"),
                field("Photo", "FILE"),
                field(
                    "Team",
                    "RELATIONSHIP",
                    reference_entity_name=left.team_name,
                    reference_field_name="TeamName",
                ),
                field("Color", "CHOICE_SET_SINGLE", choice_set_id=left.currency),
                field("Colors", "CHOICE_SET_MULTIPLE", choice_set_id=left.currency),
                field("Serial", "AUTO_NUMBER"),
            ],
        )
        status, _ = c.refusal("create_entity", left.team_name, [field("Other", "STRING")])
        equal(status, 409)


def list_entities(c, left):
    with c.check("list_entities"):
        entities = {entity.name: entity for entity in c.call("list_entities")}
        equal(entities[left.person_name].id, left.person)
        equal(entities["SystemUser"].entity_type, "SystemEntity")
        equal("Currency" in entities, False)
        equal(entities["Supplier"].record_count, 180)


def person_fields(entity, left):
    fields = {field.name: field for field in entity.fields}
    equal(fields["FullName"].sql_type.name, "NVARCHAR")
    equal(fields["FullName"].sql_type.length_limit, 80)
    equal((fields["FullName"].is_required, fields["FullName"].is_unique), (True, False))
    equal((fields["Age"].sql_type.min_value, fields["Age"].sql_type.max_value), (0, 150))
    equal(fields["BigNum"].sql_type.max_value, 9007199254740991)
    equal(fields["Balance"].sql_type.decimal_precision, 4)
    equal(fields["Balance"].sql_type.length_limit, 1000)
    equal(fields["Active"].default_value, "true")
    equal(fields["Photo"].is_attachment, True)
    equal(fields["Photo"].field_display_type, "File")
    team = fields["Team"]
    equal((team.is_foreign_key, team.reference_type.value), (True, "ManyToOne"))
    equal((team.reference_entity.name, team.reference_entity.id), (left.team_name, left.team))
    equal(team.reference_field.definition.name, "TeamName")
    equal(fields["Color"].choiceset_id, left.currency)
    equal(fields["Color"].reference_choiceset.name, "Currency")
    equal(fields["Colors"].field_display_type, "ChoiceSetMultiple")
    equal(fields["Serial"].field_display_type, "AutoNumber")
    equal((fields["Id"].is_primary_key, fields["Id"].is_system_field), (True, True))
    equal(fields["CreatedBy"].reference_entity.name, "SystemUser")
    equal(len(fields), 17 + 5)


def retrieve(c, left):
    with c.check("retrieve"):
        entity = c.call("retrieve", left.person)
        equal((entity.id, entity.name, entity.entity_type), (left.person, left.person_name, "Entity"))
        person_fields(entity, left)
        team = c.call("retrieve", left.team)
        equal((team.display_name, team.description), (f"{left.mark} team", "made by a test"))
        equal(c.refusal("retrieve", NOBODY), (404, "Entity not found"))


def retrieve_by_name(c, left):
    with c.check("retrieve_by_name"):
        person_fields(c.call("retrieve_by_name", left.person_name), left)
        equal(c.call("retrieve_by_name", left.person_name, folder_key=TENANT).id, left.person)
        status, _ = c.refusal("retrieve_by_name", left.person_name, folder_key=NOBODY)
        equal(status, 404)


def update_entity_metadata(c, left):
    with c.check("update_entity_metadata"):
        c.call("update_entity_metadata", left.team, {"displayName": f"{left.mark} renamed"})
        equal(c.call("retrieve", left.team).display_name, f"{left.mark} renamed")
        options = EntityMetadataUpdateOptions(
            display_name=f"{left.mark} again", description="said again"
        )
        c.call("update_entity_metadata", left.team, options)
        team = c.call("retrieve", left.team)
        equal((team.display_name, team.description), (f"{left.mark} again", "said again"))
        refusal = c.refusal("update_entity_metadata", left.team, {"description": "alone"})
        equal(refusal, (400, "DisplayName is required."))


# Records one by one.

NOTES = 'line one\nline "two", with commas; \t tab\nдевять 漢字 🙂'


def insert_record(c, left):
    with c.check("insert_record"):
        team = c.call("insert_record", left.team, {"TeamName": "Labs", "Budget": 1000.5})
        equal((team.TeamName, team.Budget), ("Labs", 1000.5))
        left.labs = team.id
        record = c.call(
            "insert_record",
            left.person,
            {
                "FullName": "Zoë O'Neill-Ångström",
                "Age": 41,
                "BigNum": 9007199254740991,
                "Balance": 1234.56785,
                "Score": 2.125,
                "Ratio": 0.333333,
                "Born": "1983-05-17",
                "SeenAt": "2024-02-29T13:14:15Z",
                "SeenTz": "2024-02-29T13:14:15+02:00",
                "Notes": NOTES,
                "ExtKey": left.labs.upper(),
                "Team": left.labs,
                "Color": 1,
                "Colors": [2, 0],
                "Serial": 99,
                "Photo": None,
                "Nothing": 1,
            },
        )
        left.zoe = record.id
        equal(record.FullName, "Zoë O'Neill-Ångström")
        equal((record.Age, record.BigNum, record.Score), (41, 9007199254740991, 2.125))
        equal((record.Balance, record.Ratio), (1234.5679, 0.333333))
        equal((record.Born, record.SeenAt), ("1983-05-17", "2024-02-29T13:14:15.000Z"))
        equal(record.SeenTz, "2024-02-29T11:14:15.000Z")
        equal((record.Active, record.Notes, record.Photo), (True, NOTES, None))
        equal((record.ExtKey, record.Team), (left.labs, left.labs))
        equal((record.Color, record.Colors, record.Serial), (1, [0, 2], 1))
        equal(isinstance(record.CreatedBy, str), True)
        equal(hasattr(record, "Nothing"), False)
        expanded = c.call(
            "insert_record",
            left.person,
            {"FullName": "Two", "Team": left.labs, "Active": False},
            expansion_level=2,
        )
        left.two = expanded.id
        equal((expanded.Team["Id"], expanded.Team["TeamName"]), (left.labs, "Labs"))
        equal(expanded.CreatedBy["Email"], USER_MAIL)
        equal((expanded.Active, expanded.Serial), (False, 2))
        for data, text in [
            ({"Age": 1}, 'Required field "FullName" is not provided'),
            (
                {"FullName": "x", "Age": 151},
                "Value for field 'Age' is outside the range 0 to 150.",
            ),
            ({"FullName": "x", "Color": "EUR"}, "Single choiceset value EUR is not integer"),
            (
                {"FullName": "x", "Team": "Labs"},
                "Error converting value 'Labs' to type 'System.Guid'",
            ),
        ]:
            equal(c.refusal("insert_record", left.person, data), (400, text))
        refusal = c.refusal("insert_record", left.team, {"TeamName": "LABS"})
        equal(refusal, (400, "Insert data failed. Value uniqueness violation."))
        # The key may be a name.
        named = c.call("insert_record", left.team_name, {"TeamName": "Spare"})
        left.spare = named.id


def get_record(c, left):
    with c.check("get_record"):
        plain = c.call("get_record", left.person, left.zoe)
        equal((plain.FullName, plain.Team), ("Zoë O'Neill-Ångström", left.labs))
        one = c.call("get_record", left.person, left.zoe, expansion_level=1)
        equal(one.Team, {"Id": left.labs})
        two = c.call("get_record", left.person, left.zoe.upper(), expansion_level=2)
        equal(two.Team["Budget"], 1000.5)
        equal(c.refusal("get_record", left.person, NOBODY), (404, "Record not found"))


def update_record(c, left):
    with c.check("update_record"):
        record = c.call("update_record", left.person, left.zoe, {"Age": 42, "Notes": None})
        equal((record.Age, record.Notes, record.Balance), (42, None, 1234.5679))
        record = c.call(
            "update_record", left.person, left.zoe, {"Team": None}, expansion_level=1
        )
        equal((record.Team, record.FullName), (None, "Zoë O'Neill-Ångström"))
        refusal = c.refusal("update_record", left.person, left.zoe, {"FullName": None})
        equal(refusal, (400, 'Required field "FullName" is not provided'))
        equal(c.refusal("update_record", left.person, NOBODY, {"Age": 1})[0], 404)


def delete_record(c, left):
    with c.check("delete_record"):
        c.call("delete_record", left.team, left.spare)
        equal(c.refusal("get_record", left.team, left.spare)[0], 404)
        equal(c.refusal("delete_record", left.team, left.spare), (404, "Record not found"))


# Records by batches.


class Tester:
    FullName: str
    Age: int


def insert_records(c, left):
    with c.check("insert_records"):
        people = []
        for number in range(12):
            person = Tester()
            person.FullName = f"Tester {number:02}"
            person.Age = 20 + number
            person.Balance = number * 10.25
            person.Active = number % 2 == 0
            person.Team = left.labs if number % 3 == 0 else None
            people.append(person)
        answer = c.call(
            "insert_records", left.person, people, schema=Tester, expansion_level=0
        )
        equal(len(answer.success_records), 12)
        equal(answer.failure_records, [])
        left.testers = [record.id for record in answer.success_records]
        equal([record.Age for record in answer.success_records], list(range(20, 32)))
        mixed = [{"FullName": "Batch good"}, {"Age": 5}, {"FullName": "Batch late"}]
        answer = c.call("insert_records", left.person, mixed, fail_on_first=False)
        equal([r.FullName for r in answer.success_records], ["Batch good", "Batch late"])
        failure = answer.failure_records[0]
        equal(failure.error, 'Required field "FullName" is not provided')
        equal(failure.record, {"Age": 5})
        left.extra = [record.id for record in answer.success_records]
        answer = c.call("insert_records", left.person, mixed, fail_on_first=True)
        equal([len(answer.success_records), len(answer.failure_records)], [1, 1])
        left.extra += [record.id for record in answer.success_records]


def update_records(c, left):
    with c.check("update_records"):
        changes = [{"Id": id, "Age": 60} for id in left.testers[:2]]
        answer = c.call("update_records", left.person, changes, fail_on_first=False)
        equal([r.Age for r in answer.success_records], [60, 60])
        equal([r.id for r in answer.success_records], left.testers[:2])
        answer = c.call(
            "update_records",
            left.person,
            [{"Id": NOBODY, "Age": 1}, {"Id": left.testers[0], "Age": 20}],
            expansion_level=1,
        )
        equal(answer.failure_records[0].error, "Record not found")
        equal((answer.success_records[0].Age, answer.success_records[0].Team), (20, {"Id": left.labs}))
        c.call("update_records", left.person, [{"Id": left.testers[1], "Age": 21}])


def delete_records(c, left):
    with c.check("delete_records"):
        answer = c.call("delete_records", left.person, left.extra)
        equal([record.id for record in answer.success_records], left.extra)
        answer = c.call("delete_records", left.person, left.extra[:1], fail_on_first=True)
        equal(answer.success_records, [])
        equal(answer.failure_records[0].error, "Record not found")


def validate_entity_batch(c, left):
    with c.check("validate_entity_batch"):
        response = httpx.post(
            f"{left.api}/EntityService/entity/{left.person}/insert-batch",
            json=[{"FullName": "Raw", "Age": 1}, {}],
            headers=left.headers,
        )
        equal(response.status_code, 400)
        answer = c.call("validate_entity_batch", response, schema=Tester)
        equal([record.FullName for record in answer.success_records], ["Raw"])
        equal(answer.failure_records[0].error, 'Required field "FullName" is not provided')
        c.call("delete_records", left.person, [answer.success_records[0].id])


# Reading.


def list_records(c, left):
    with c.check("list_records"):
        records = c.call("list_records", left.person)
        equal((len(records), records.total_count, records.has_next_page), (14, 14, False))
        equal([record.id for record in records], [left.zoe, left.two] + left.testers)
        page = c.call("list_records", left.person, start=2, limit=5, expansion_level=1)
        equal([record.id for record in page], left.testers[:5])
        equal((page.total_count, page.has_next_page), (14, True))
        equal(page[0].Team, {"Id": left.labs})
        typed = c.call("list_records", left.person, schema=Tester, start=2, limit=12)
        equal((len(typed), typed.has_next_page), (12, False))
        refusal = c.refusal("list_records", left.person, limit=1001)
        equal(refusal, (400, "The limit must be between 1 and 1000."))


def retrieve_records(c, left):
    person, order = left.person, [EntityQuerySortOption(field_name="FullName")]
    with c.check("retrieve_records"):
        found = c.call("retrieve_records", person)
        equal((len(found), found.total_count), (14, 14))
        nested = filters(
            leaf("Balance", ">", "60"),
            operator=0,
            groups=[filters(leaf("Age", "<", "27"), leaf("Active", "=", "true"), operator=1)],
        )
        found = c.call(
            "retrieve_records", person, filter_group=nested, sort_options=order, limit=100
        )
        equal(
            column(found, "FullName"),
            ["Tester 06", "Tester 08", "Tester 10", "Zoë O'Neill-Ångström"],
        )
        for test, names in [
            (leaf("Age", "in", values=["21", "24", "99"]), ["Tester 01", "Tester 04"]),
            (leaf("FullName", "=", "tester 05"), ["Tester 05"]),
            (leaf("FullName", "startswith", "Zo"), ["Zoë O'Neill-Ångström"]),
            (leaf("FullName", "endswith", "R 11"), ["Tester 11"]),
            (leaf("FullName", "contains", "'"), ["Zoë O'Neill-Ångström"]),
            (leaf("Color", "=", "1"), ["Zoë O'Neill-Ångström"]),
            (leaf("Colors", "contains", "2"), ["Zoë O'Neill-Ångström"]),
            (leaf("Born", "!="), ["Zoë O'Neill-Ångström"]),
            (leaf("Id", "=", left.two), ["Two"]),
        ]:
            found = c.call("retrieve_records", person, filter_group=filters(test))
            equal((column(found, "FullName"), found.total_count), (names, len(names)))
        for test, count in [
            (leaf("Notes", "="), 14),
            (leaf("Team", "=", left.labs), 5),
            (leaf("Team", "not in", values=[left.labs]), 0),
            (leaf("FullName", "not contains", "tester"), 2),
            (leaf("SeenTz", "<=", "2024-02-29T13:14:15+02:00"), 1),
        ]:
            found = c.call("retrieve_records", person, filter_group=filters(test), limit=1)
            equal((found.total_count, found.has_next_page), (count, count > 1))
        page = c.call("retrieve_records", person, sort_options=order, start=4, limit=3)
        equal(column(page, "FullName"), ["Tester 04", "Tester 05", "Tester 06"])
        down = [EntityQuerySortOption(field_name="Age", is_descending=True)]
        page = c.call(
            "retrieve_records", person, sort_options=down, selected_fields=["Age"], limit=2
        )
        equal(column(page, "Age"), [42, 31])
        equal(hasattr(page[0], "FullName"), False)
        path = filters(leaf("Team.TeamName", "=", "labs"))
        found = c.call("retrieve_records", person, filter_group=path, expansion_level=2)
        equal((len(found), found[0].Team["TeamName"]), (5, "Labs"))
        status, _ = c.refusal("retrieve_records", person, filter_group=path, expansion_level=1)
        equal(status, 400)
        aggregated(c, left)
        passed_through(c, left)


def aggregated(c, left):
    """Groups, and rows without an id."""
    found = c.call(
        "retrieve_records",
        left.person,
        filter_group=filters(leaf("Age", ">", "21")),
        selected_fields=["Active"],
        aggregates=[
            EntityAggregate(function="COUNT", field="Id", alias="total"),
            EntityAggregate(function="SUM", field="Balance", alias="sum"),
            EntityAggregate(function="MAX", field="Age"),
        ],
        group_by=["Active"],
    )
    rows = {row.Active: row for row in found.items}
    equal({type(row) for row in found.items}, {AggregateRow})
    equal((rows[True].total, rows[False].total), (6, 5))
    equal((rows[False].sum, rows[False].MAX_Age), (358.75, 31))
    equal(rows[True].sum, float(Decimal("1234.5679") + Decimal("307.5")))
    whole = c.call(
        "retrieve_records",
        left.person,
        aggregates=[EntityAggregate(function="COUNT", field="Id", alias="n")],
    )
    equal([row.n for row in whole.items], [14])


def passed_through(c, left):
    """Joins have no effect by id, nor have expansions; binnings are refused."""
    join = EntityJoin(
        entity_name=left.person_name,
        join_type="LeftJoin",
        join_field_name="Team",
        related_entity_name=left.team_name,
        related_field_name="Id",
    )
    found = c.call(
        "retrieve_records",
        left.person,
        selected_fields=["FullName", f"{left.team_name}.TeamName"],
        joins=[join],
        limit=100,
    )
    equal((len(found), found[0].FullName), (14, "Zoë O'Neill-Ångström"))
    found = c.call(
        "retrieve_records",
        left.person,
        expansions=[{"expandedField": "Team", "selectedFields": ["TeamName"]}],
        limit=12,
    )
    equal(len(found), 12)
    refusal = c.refusal(
        "retrieve_records",
        left.person,
        selected_fields=["Age"],
        aggregates=[EntityAggregate(function="COUNT", field="Id", alias="n")],
        group_by=["Age"],
        binnings=[EntityBinning(field_name="Age", alias="ageBin")],
    )
    equal(refusal[0], 400)
    equal("enable-binning-on-query" in refusal[1], True)


# Files and imports.


def upload_attachment(c, left):
    with c.check("upload_attachment"):
        answer = c.call(
            "upload_attachment", left.person, left.zoe, "Photo", b"\x00\xffone", expansion_level=1
        )
        equal((answer["Id"], answer["Photo"]["Name"]), (left.zoe, "upload"))
        left.photo = answer["Photo"]["Id"]
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "grüße.txt")
            path.write_bytes(b"two")
            answer = c.call(
                "upload_attachment",
                left.person,
                left.zoe,
                "Photo",
                file_path=str(path),
                expansion_level=1,
            )
        photo = answer["Photo"]
        equal((photo["Id"], photo["Name"], photo["Size"]), (left.photo, "grüße.txt", 3))
        equal(photo["Type"], "text/plain")
        status, _ = c.refusal("upload_attachment", left.person, NOBODY, "Photo", b"x")
        equal(status, 404)
        status, _ = c.refusal("upload_attachment", left.person, left.zoe, "photo", b"x")
        equal(status, 400)
        large = bytes(10 * 1024 * 1024 + 1)
        equal(c.refusal("upload_attachment", left.person, left.zoe, "Photo", large)[0], 413)


def download_attachment(c, left):
    with c.check("download_attachment"):
        equal(c.call("download_attachment", left.person, left.zoe, "Photo"), b"two")
        equal(c.refusal("download_attachment", left.person, left.two, "Photo")[0], 404)


def delete_attachment(c, left):
    with c.check("delete_attachment"):
        answer = c.call(
            "delete_attachment", left.person, left.zoe, "Photo", expansion_level=0
        )
        equal(answer.get("Photo"), None)
        c.call("delete_attachment", left.person, left.zoe, "Photo")
        equal(c.refusal("download_attachment", left.person, left.zoe, "Photo")[0], 404)


def import_records(c, left):
    with c.check("import_records"):
        good = b"TeamName,Budget\nImported 1,1.5\nImported 2,\n"
        answer = c.call("import_records", left.team, good)
        equal((answer.total_records, answer.inserted_records), (2, 2))
        equal(answer.error_file_link, None)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "teams.csv")
            path.write_text('TeamName,Budget\n"Imported, 3",3\nimported 1,4\n')
            answer = c.call("import_records", left.team, file_path=str(path))
        equal((answer.total_records, answer.inserted_records), (2, 1))
        rows = httpx.get(answer.error_file_link, headers=left.headers)
        equal(rows.status_code, 200)
        equal(rows.text.splitlines()[1].startswith("imported 1,4,"), True)
        found = c.call(
            "retrieve_records",
            left.team,
            filter_group=filters(leaf("TeamName", "startswith", "Imported")),
            sort_options=[EntityQuerySortOption(field_name="TeamName")],
        )
        equal(column(found, "TeamName"), ["Imported 1", "Imported 2", "Imported, 3"])
        status, text = c.refusal("import_records", left.team, b"Nope\n1\n")
        equal(status, 400)
        equal(text, "Bulk upload failed. Invalid column header “Nope” found.")


# SQL, ontologies, resolution.


def query_entity_records(c, left):
    person, team = left.person_name, left.team_name
    with c.check("query_entity_records"):
        rows = c.call(
            "query_entity_records",
            f"SELECT FullName, Age FROM {person} WHERE Age > 29 ORDER BY Age DESC, FullName",
        )
        equal([row["Age"] for row in rows], [42, 31, 30])
        equal(rows[1], {"FullName": "Tester 11", "Age": 31})
        rows = c.call("query_entity_records", f"SELECT FullName FROM {person} LIMIT 2")
        equal(len(rows), 2)
        rows = c.call(
            "query_entity_records",
            f"SELECT p.FullName, t.TeamName FROM {person} p JOIN {team} t ON p.Team = t.Id"
            " WHERE t.TeamName = 'Labs' ORDER BY p.FullName",
            relationships_as_scalar=True,
        )
        equal([row["TeamName"] for row in rows], ["Labs"] * 5)
        rows = c.call(
            "query_entity_records",
            f"SELECT FullName, Color FROM {person} WHERE Color = 'EUR'",
            resolve_choice_sets=True,
        )
        equal([row["Color"] for row in rows], ["EUR"])
        rows = c.call(
            "query_entity_records",
            f"SELECT Active, COUNT(Id) AS n FROM {person} GROUP BY Active ORDER BY n",
        )
        equal(sum(row["n"] for row in rows), 14)
        status, _ = c.refusal("query_entity_records", "SELECT Name FROM Nothing LIMIT 1")
        equal(status, 400)


def get_ontology_file(c, left):
    with c.check("get_ontology_file"):
        equal(c.refusal("get_ontology_file", "invoices"), (404, "Not found"))


def resolve_entity_set(c, left):
    with c.check("resolve_entity_set"):
        items = [
            DataFabricEntityItem(id=id, name=name, folder_key=TENANT)
            for id, name in [(left.person, left.person_name), (left.team, left.team_name)]
        ]
        resolution = c.call("resolve_entity_set", items)
        equal([entity.id for entity in resolution.entities], [left.person, left.team])


def request(c, left):
    with c.check("request"):
        response = c.call("request", "GET", f"datafabric_/api/Entity/{left.team}")
        equal(response.json()["name"], left.team_name)


# The end.


def delete_entity(c, left):
    with c.check("delete_entity"):
        for entity in [left.person, left.team]:
            c.call("delete_entity", entity)
            equal(c.refusal("retrieve", entity)[0], 404)
        equal(c.refusal("delete_entity", left.team), (404, "Entity not found"))


def aclose(c, left):
    with c.check("aclose"):
        c.call("aclose")


ALL = [
    list_choicesets,
    get_choiceset_values,
    create_entity,
    list_entities,
    retrieve,
    retrieve_by_name,
    update_entity_metadata,
    insert_record,
    get_record,
    update_record,
    delete_record,
    insert_records,
    update_records,
    delete_records,
    validate_entity_batch,
    list_records,
    retrieve_records,
    upload_attachment,
    download_attachment,
    delete_attachment,
    import_records,
    query_entity_records,
    get_ontology_file,
    resolve_entity_set,
    request,
    delete_entity,
    aclose,
]
