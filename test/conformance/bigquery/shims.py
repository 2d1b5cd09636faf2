"""What bqemulator 1.4.0 lacks of documented BigQuery behaviour, or does differently, each with its reason.

A shim imitates what BigQuery's documentation says; the product's SQL is never bent to the emulator.
BigQuery's tree is rewritten before the emulator translates it, DuckDB's after; macros are what both are
rewritten to.
"""

import sqlglot
from sqlglot import exp, transforms
from sqlglot.dialects.dialect import inline_array_sql, inline_array_unless_query
from sqlglot.generators.bigquery import BigQueryGenerator
from sqlglot.generators.duckdb import DuckDBGenerator

import bqemulator.catalog.ddl_sync as ddl_sync
import bqemulator.sql.translator as translator
from bqemulator.sql.rules import TranslationRule, register as rule
from bqemulator.storage.engine import DuckDBEngine

MACROS = [
    # HLL_COUNT.*: missing, or not mergeable. An exact set stands for a sketch, well within a sketch's error.
    # https://cloud.google.com/bigquery/docs/reference/standard-sql/hll_functions
    """create or replace macro sbe_hll_init(x) as
       case when count(x) > 0 then encode(cast(to_json(list_sort(list(distinct cast(x as varchar)) filter (x is not null))) as varchar)) end""",
    """create or replace macro sbe_hll_values(h) as from_json(cast(decode(h) as json), '["VARCHAR"]')""",
    """create or replace macro sbe_hll_merge_partial(h) as
       case when count(h) > 0 then encode(cast(to_json(list_sort(list_distinct(flatten(list(sbe_hll_values(h)) filter (h is not null))))) as varchar)) end""",
    """create or replace macro sbe_hll_merge(h) as
       coalesce(len(list_distinct(flatten(list(sbe_hll_values(h)) filter (h is not null)))), 0)""",
    # JSON_OBJECT(keys, values): taken for the signature of keys and values in turn.
    # https://cloud.google.com/bigquery/docs/reference/standard-sql/json_functions#json_object
    """create or replace macro sbe_json_object(k, v) as cast(to_json(map(coalesce(k, []), coalesce(v, []))) as json)""",
    # JSON_TYPE: DuckDB's own names.
    # https://cloud.google.com/bigquery/docs/reference/standard-sql/json_functions#json_type
    """create or replace macro sbe_json_type(j) as case json_type(j)
         when 'VARCHAR' then 'string' when 'OBJECT' then 'object' when 'ARRAY' then 'array'
         when 'BOOLEAN' then 'boolean' when 'NULL' then 'null' when null then null else 'number' end""",
    # JSON_VALUE of what stands in the JSON itself: fails on text. Null for objects and lists.
    # https://cloud.google.com/bigquery/docs/reference/standard-sql/json_functions#json_value
    """create or replace macro sbe_json_value(j) as case when json_type(j) not in ('OBJECT', 'ARRAY') then j ->> '$' end""",
    # TO_JSON: a timestamp is ISO 8601 in UTC.
    # https://cloud.google.com/bigquery/docs/reference/standard-sql/json_functions#json_encodings
    """create or replace macro sbe_to_json(x) as case
         when starts_with(typeof(x), 'TIMESTAMP')
           then to_json(strftime(try_cast(cast(x as varchar) as timestamptz) at time zone 'UTC', '%Y-%m-%dT%H:%M:%S.%fZ'))
         else to_json(x) end""",
    # json['field'], json[0]: taken for a list, counted from 1.
    # https://cloud.google.com/bigquery/docs/reference/standard-sql/operators#json_subscript_operator
    """create or replace macro sbe_json_field(j, k) as
         json_extract(j, '/' || replace(replace(k, '~', '~0'), '/', '~1'))""",
    """create or replace macro sbe_json_item(j, n) as json_extract(j, '$[' || n || ']')""",
    # SAFE.PARSE_JSON: not a function of a prefix.
    """create or replace macro sbe_safe_json(x) as try_cast(x as json)""",
    # CAST(x AS STRING): DuckDB writes 15.0 and 1.500000000 where BigQuery writes 15 and 1.5, and bytes as hex.
    # https://cloud.google.com/bigquery/docs/reference/standard-sql/conversion_functions#cast_as_string
    """create or replace macro sbe_string(x) as case
         when typeof(x) like 'DECIMAL%' and contains(cast(x as varchar), '.') then rtrim(rtrim(cast(x as varchar), '0'), '.')
         when typeof(x) = 'DOUBLE' then regexp_replace(cast(x as varchar), '\\.0$', '')
         else cast(x as varchar) end""",
    """create or replace macro sbe_bytes(x) as encode(cast(x as varchar))""",
    # FORMAT_TIMESTAMP's %E4Y, %E6S and %E*S: taken for text. In parts, as DuckDB has no fraction without zeros.
    # https://cloud.google.com/bigquery/docs/reference/standard-sql/format-elements
    """create or replace macro sbe_format(t, f) as strftime(t at time zone 'UTC', f)""",
    """create or replace macro sbe_fraction(t) as rtrim(rtrim(strftime(t at time zone 'UTC', '.%f'), '0'), '.')""",
    # TIMESTAMP_TRUNC to ISOWEEK: DuckDB's week is that one.
    """create or replace macro sbe_isoweek(t) as date_trunc('week', t at time zone 'UTC') at time zone 'UTC'""",
]


def call(name, *arguments):
    return exp.Anonymous(this=name, expressions=[argument.copy() for argument in arguments])


def text(value):
    return exp.Literal.string(value)


def hll(node):
    """HLL_COUNT.INIT and its sisters, see above."""
    if isinstance(node, exp.Dot) and isinstance(node.this, exp.Identifier) and node.this.name.upper() == "HLL_COUNT":
        return call("sbe_hll_" + node.expression.name.lower(), *node.expression.expressions)


def json_object(node):
    """JSON_OBJECT of two arrays, see above; a literal first is the other signature."""
    if not isinstance(node, exp.JSONObject) or len(node.expressions) != 1:
        return None
    pair = node.expressions[0]
    if isinstance(pair, exp.JSONKeyValue) and not isinstance(pair.this, exp.Literal):
        return call("sbe_json_object", pair.this, pair.expression)


def json_functions(node):
    """JSON_TYPE, JSON_VALUE without a path, TO_JSON, see above."""
    if isinstance(node, exp.JSONType):
        return call("sbe_json_type", node.this)
    if isinstance(node, (exp.JSONExtractScalar, exp.JSONValue)):
        path = node.args.get("path") or node.args.get("expression")
        if path is None or path.sql(dialect="bigquery").strip("'") in ("$", ""):
            return call("sbe_json_value", node.this)
    if isinstance(node, exp.JSONFormat) and node.args.get("to_json"):
        return call("sbe_to_json", node.this)


def json_step(node):
    """json['field'] and json[0], see above. An array is never read by a bare number in BigQuery."""
    if not isinstance(node, exp.Bracket) or node.args.get("offset") is not None:
        return None
    key = node.expressions[0]
    return call("sbe_json_field" if key.is_string else "sbe_json_item", node.this, key)


def safe_parse_json(node):
    """SAFE.PARSE_JSON, see above."""
    if not isinstance(node, exp.Dot) or node.this.name.upper() != "SAFE":
        return None
    inner = node.expression
    if isinstance(inner, exp.Anonymous) and inner.name.upper() == "PARSE_JSON":
        return call("sbe_safe_json", inner.expressions[0])


def to_string(node):
    """CAST(x AS STRING), see above; of bytes it is their text, which DuckDB's cast escapes."""
    if not isinstance(node, exp.Cast) or isinstance(node.this, exp.Null):
        return None
    if node.to.this in (exp.DataType.Type.TEXT, exp.DataType.Type.VARCHAR):
        return call("sbe_string", node.this)


def to_bytes(node):
    """CAST(x AS BYTES): the bytes of a text; DuckDB wants others than ASCII escaped."""
    if isinstance(node, exp.Cast) and node.to.this in (exp.DataType.Type.BINARY, exp.DataType.Type.VARBINARY):
        return call("sbe_bytes", node.this)


def format_timestamp(node):
    """FORMAT_TIMESTAMP with elements of %E, see above."""
    if not isinstance(node, exp.TimeToStr):
        return None
    form = node.args["format"].name
    if "%E" not in form:
        return None
    form = form.replace("%E4Y", "%Y").replace("%E6S", "%S.%f")
    before, star, after = form.partition("%E*S")
    if star == "":
        return call("sbe_format", node.this, text(form))
    parts = [call("sbe_format", node.this, text(before + "%S")), call("sbe_fraction", node.this), text(after)]
    return exp.Concat(expressions=parts)


def isoweek(node):
    """TIMESTAMP_TRUNC(t, ISOWEEK), see above."""
    if isinstance(node, (exp.TimestampTrunc, exp.DateTrunc)) and "ISOWEEK" in str(node.args.get("unit")).upper():
        return call("sbe_isoweek", node.this)


def identifier(node):
    """Escape sequences hold in quoted identifiers, too: the emulator takes them as they are written.

    https://cloud.google.com/bigquery/docs/reference/standard-sql/lexical#quoted_identifiers
    """
    if isinstance(node, exp.Identifier) and node.args.get("quoted") and "\\\\" in node.name:
        return exp.Identifier(this=node.name.replace("\\\\", "\\"), quoted=True)


def array_agg(node):
    """ARRAY_AGG(x IGNORE NULLS ORDER BY … LIMIT n): the emulator puts the limit into the filter."""
    if not (isinstance(node, exp.IgnoreNulls) and isinstance(node.this, exp.ArrayAgg)):
        return None
    limit = node.this.this if isinstance(node.this.this, exp.Limit) else None
    order = limit.this if limit is not None else node.this.this
    value = order.this if isinstance(order, exp.Order) else order
    there = exp.Not(this=exp.Is(this=value.copy(), expression=exp.Null()))
    listed = exp.Filter(this=exp.ArrayAgg(this=order.copy()), expression=exp.Where(this=there))
    if limit is None:
        return listed
    return exp.Anonymous(this="ARRAY_SLICE", expressions=[listed, exp.Literal.number(1), limit.expression.copy()])


REWRITINGS = [hll, json_object, json_functions, json_step, safe_parse_json, to_string, to_bytes, format_timestamp, isoweek, array_agg, identifier]


def rewritten(sql):
    try:
        tree = sqlglot.parse_one(sql, read="bigquery")
    except sqlglot.errors.SqlglotError:
        return sql
    changed = False
    # children come after their parents, so from the end they are rewritten first
    for node in reversed(list(tree.walk())):
        new = next((found for found in (rewriting(node) for rewriting in REWRITINGS) if found is not None), None)
        if new is None:
            continue
        changed = True
        if node is tree:
            tree = new
        else:
            node.replace(new)
    return tree.sql(dialect="bigquery") if changed else sql


@rule
class Numeric(TranslationRule):
    """NUMERIC is DECIMAL(38, 9): without parameters DuckDB makes it DECIMAL(18, 3). BIGNUMERIC, of 76 digits, as near as 38 come."""

    name = "SBE_NUMERIC"

    def applies_to(self, node):
        if not isinstance(node, exp.DataType) or node.this not in (exp.DataType.Type.DECIMAL, exp.DataType.Type.BIGDECIMAL):
            return False
        return [str(part) for part in node.expressions] in ([], ["18", "3"], ["38", "5"])

    def rewrite(self, node):
        return exp.DataType.build("DECIMAL(38, 9)", dialect="duckdb")


@rule
class LikeEscape(TranslationRule):
    """LIKE: a backslash escapes; DuckDB has no escape character unless told.

    https://cloud.google.com/bigquery/docs/reference/standard-sql/operators#like_operator
    """

    name = "SBE_LIKE"

    def applies_to(self, node):
        return isinstance(node, exp.Like) and not isinstance(node.parent, exp.Escape)

    def rewrite(self, node):
        return exp.Escape(this=node.copy(), expression=exp.Literal.string("\\"))


def schema_of(own):
    """tables.get tells JSON columns: they are text in the Arrow schema that the emulator looks at."""

    def introspected(project, dataset, table, context):
        schema = own(project, dataset, table, context)
        rows = context.engine.execute(f"pragma table_info({ddl_sync.quoted_table_ref(project, dataset, table)})").fetchall()
        types = {row[1]: row[2] for row in rows}
        fields = tuple(
            field.model_copy(update={"type": "JSON"}) if types.get(field.name) in ("JSON", "JSON[]") else field
            for field in schema.fields
        )
        return schema.model_copy(update={"fields": fields})

    return introspected


def synced(own):
    """tables.get tells the columns that ALTER TABLE made: the emulator's catalogue keeps those of CREATE TABLE."""

    def sync(sql, project, context):
        own(sql, project, context)
        if not sql.lstrip().lower().startswith("alter table"):
            return
        table = sqlglot.parse_one(sql, read="bigquery").find(exp.Table)
        known = context.catalog.get_table(table.catalog or project, table.db, table.name)
        if known is not None:
            schema = ddl_sync._introspect_schema(known.project_id, known.dataset_id, known.table_id, context)
            context.catalog.update_table(known.model_copy(update={"schema_": schema}))

    return sync


def array_literal(generator, node):
    """[x] whose x has a subquery somewhere in it: sqlglot takes all of them for ARRAY(subquery).

    https://cloud.google.com/bigquery/docs/reference/standard-sql/lexical#array_literals
    """
    first = node.expressions[0] if node.expressions else None
    return inline_array_unless_query(generator, node) if isinstance(first, exp.Query) else inline_array_sql(generator, node)


def register():
    BigQueryGenerator.TRANSFORMS[exp.Array] = array_literal
    DuckDBGenerator.TRANSFORMS[exp.Array] = transforms.preprocess(
        [transforms.inherit_struct_field_names], generator=array_literal
    )

    # the executor takes the rules there are when it is imported
    import bqemulator.jobs.executor as executor

    ddl_sync._introspect_schema = schema_of(ddl_sync._introspect_schema)
    executor.sync_created_table = synced(executor.sync_created_table)

    own_aggregates = translator.rewrite_aggregate_variants
    translator.rewrite_aggregate_variants = lambda sql: own_aggregates(rewritten(sql))

    own_functions = DuckDBEngine._register_builtin_udfs

    def functions(self):
        own_functions(self)
        for macro in MACROS:
            self._connection.execute(macro)

    DuckDBEngine._register_builtin_udfs = functions
