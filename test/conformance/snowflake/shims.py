"""
What fakesnow, a Snowflake server on DuckDB, lacks or does in another way than Snowflake documents. Each
shim says which. The product's SQL is not bent to the server: the server is to what Snowflake does.
"""
import re

import fakesnow.conn
import fakesnow.cursor as cursor
import fakesnow.macros as macros
import texts
from sqlglot import exp

# Functions of ours in DuckDB, called by the rewrites below.
# HLL_*: DuckDB has no sketch that merges. A sketch is a JSON array of the distinct texts here, in bytes.
# https://docs.snowflake.com/en/sql-reference/functions-hyperloglog
MACROS = {
    "hll_accumulate": (
        "x",
        "encode(cast(to_json(list_sort(list(distinct cast(x as varchar)) filter (x is not null))) as varchar))",
    ),
    "hll_combine": (
        "h",
        "encode(cast(to_json(list_sort(list_distinct(flatten(list("
        "from_json(cast(decode(h) as json), '[\"VARCHAR\"]')) filter (h is not null))))) as varchar))",
    ),
    "hll_estimate": ("h", "coalesce(len(from_json(cast(decode(h) as json), '[\"VARCHAR\"]')), 0)"),
    "hll_export": ("h", "cast(decode(h) as json)"),
    "hll_import": ("o", "encode(cast(o as varchar))"),
    **texts.MACROS,
    # TO_CHAR of a time: sqlglot drops the format where it does not know the argument's type
    # https://docs.snowflake.com/en/sql-reference/functions/to_char
    "time_to_char": ("x, format", "strftime(x::timestamp, format)"),
    # a VARIANT as text: DuckDB keeps the quotes of a JSON string, and null is a text
    # https://docs.snowflake.com/en/sql-reference/data-types-semistructured
    "varchar": ("x", "case when typeof(x) = 'JSON' then json_extract_string(to_json(x), '$') else x::varchar end"),
    # null where it is no hexadecimal text of UTF-8
    # https://docs.snowflake.com/en/sql-reference/functions/hex_decode_string
    "try_hex_decode_string": ("x", "try(decode(from_hex(x)))"),
    # TYPEOF of a VARIANT: DuckDB says JSON of all of them
    # https://docs.snowflake.com/en/sql-reference/functions/typeof
    "typeof": (
        "x",
        "case json_type(x) when 'UBIGINT' then 'INTEGER' when 'BIGINT' then 'INTEGER' when 'HUGEINT' then 'INTEGER' "
        "when 'UHUGEINT' then 'INTEGER' when 'NULL' then 'NULL_VALUE' else json_type(x) end",
    ),
}


def _with_macros(original):
    def creation_sql(catalog):
        ours = ";".join(
            f"create or replace macro {catalog}._sbe_{name}({x}) as ({body})" for name, (x, body) in MACROS.items()
        )
        return original(catalog) + ours

    return creation_sql


def _call(name, *args):
    return exp.Anonymous(this=name, expressions=[arg.copy() for arg in args])


def _named(tree):
    for e in list(tree.find_all(exp.Anonymous)):
        name = str(e.this).lower()
        if name in MACROS:
            e.set("this", "_sbe_" + name)
    return tree


TIME_FORMAT = {"YYYY": "%Y", "MM": "%m", "DD": "%d", "HH24": "%H", "MI": "%M", "SS": "%S", "FF6": "%f", '"T"': "T"}


def _time_format(text):
    for ours, theirs in TIME_FORMAT.items():
        text = text.replace(ours, theirs)
    return exp.Literal.string(text)


def _step(bracket):
    """v['a'] or v[0] as a call: a pointer takes any name of a field."""
    (step,) = bracket.expressions
    is_field = isinstance(step, exp.Literal) and step.is_string
    escaped = step.name.replace("~", "~0").replace("/", "~1")
    return _call("json_extract", bracket.this, exp.Literal.string(f"/{escaped}" if is_field else f"$[{step.name}]"))


def _is_varchar(cast):
    return isinstance(cast, exp.Cast) and str(cast.to) == "VARCHAR"


def _is_call(e, name):
    return isinstance(e, exp.Anonymous) and e.this == name


def _rewrite(e):
    # a backslash in a pattern: fakesnow halves it once more than the literal does
    # https://docs.snowflake.com/en/sql-reference/functions-regexp
    if isinstance(e, (exp.RegexpReplace, exp.RegexpExtract)) and isinstance(e.expression, exp.Literal):
        e.set("expression", exp.Literal.string(e.expression.name.replace("\\", "\\\\")))
    # v[0]['a'] of a VARIANT: fakesnow loses the field after an index; as text a JSON null is null
    # https://docs.snowflake.com/en/user-guide/querying-semistructured
    if isinstance(e, exp.Bracket):
        return _step(e)
    if _is_varchar(e) and _is_call(e.this, "json_extract"):
        return _call("json_extract_string", *e.this.expressions)
    if _is_varchar(e) and isinstance(e.this, (exp.Column, exp.Coalesce)):
        return _call("_sbe_varchar", e.this)
    if isinstance(e, exp.ToChar) and e.args.get("format") is not None:
        return _call("_sbe_time_to_char", e.this, _time_format(e.args["format"].name))
    if isinstance(e, exp.TryHexDecodeString):
        return _call("_sbe_try_hex_decode_string", e.this)
    # TO_TIMESTAMP_NTZ of a number is UTC: fakesnow gives the session's time
    # https://docs.snowflake.com/en/sql-reference/functions/to_timestamp
    if isinstance(e, exp.UnixToTime) and e.args.get("scale") is not None and e.args["scale"].name == "6":
        return _call("make_timestamp", exp.cast(e.this, "bigint"))
    if isinstance(e, exp.Typeof):
        return _call("_sbe_typeof", e.this)
    # CURRENT_ROLE, CURRENT_WAREHOUSE: fakesnow keeps neither
    # https://docs.snowflake.com/en/sql-reference/functions/current_warehouse
    if isinstance(e, (exp.CurrentRole, exp.CurrentWarehouse)):
        return exp.Literal.string("SBE")
    # bytes in an ARRAY are shown as hexadecimal text
    # https://docs.snowflake.com/en/sql-reference/data-types-text#data-types-for-binary-strings
    if isinstance(e, exp.ToBinary) and e.find_ancestor(exp.ArrayAgg, exp.Array, exp.Select).__class__ != exp.Select:
        return _call("hex", _call("encode", e.this))
    # ARRAY_TO_STRING of ARRAY_CONSTRUCT_COMPACT: fakesnow makes a lambda of it that DuckDB refuses
    # https://docs.snowflake.com/en/sql-reference/functions/array_construct_compact
    if isinstance(e, exp.ArrayToString) and isinstance(e.this, exp.ArrayConstructCompact):
        return _call("concat_ws", e.expression, *e.this.expressions)
    # SPLIT_TO_TABLE: fakesnow has no such table function
    # https://docs.snowflake.com/en/sql-reference/functions/split_to_table
    if isinstance(e, exp.TableFromRows) and isinstance(e.this, exp.SplitToTable):
        x = e.this
        value = exp.alias_(_call("unnest", _call("string_split", x.this, x.expression)), "VALUE", quoted=True)
        return exp.Subquery(this=exp.Select(expressions=[value]), alias=e.args.get("alias"))
    # ARRAY_CONTAINS over SPLIT: fakesnow compares JSON with text
    # https://docs.snowflake.com/en/sql-reference/functions/array_contains
    if isinstance(e, exp.ArrayContains) and isinstance(e.this, exp.Split):
        needle = e.expression.this if isinstance(e.expression, exp.Cast) else e.expression
        return _call("list_contains", _call("string_split", e.this.this, e.this.expression), needle)
    return e


def _rewritten(tree):
    # what is inside first: a rewrite may hold another
    for e in reversed(list(tree.walk(bfs=False))):
        other = _rewrite(e)
        if other is not e:
            e.replace(other)
    return tree


def _without_nulls(tree):
    # ARRAY_AGG leaves nulls out in Snowflake, and is an empty array where nothing is left; not so in DuckDB
    # https://docs.snowflake.com/en/sql-reference/functions/array_agg
    for agg in list(tree.find_all(exp.ArrayAgg)):
        if isinstance(agg.parent, (exp.Filter, exp.Window)):
            continue
        value = agg.this.this if isinstance(agg.this, exp.Order) else agg.this
        if isinstance(value, exp.Distinct):
            value = value.expressions[0]
        present = exp.Not(this=exp.Is(this=value.copy(), expression=exp.Null()))
        filtered = exp.Filter(this=agg.copy(), expression=exp.Where(this=present))
        agg.replace(exp.Coalesce(this=filtered, expressions=[exp.Array(expressions=[])]))
    return tree


def _integer_precision(expression):
    # NUMBER(38, 0) has 38 digits: fakesnow makes it 64 bits
    # https://docs.snowflake.com/en/sql-reference/data-types-numeric
    if isinstance(expression, exp.DataType) and expression.this == exp.DataType.Type.DECIMAL:
        return expression
    return integer_precision(expression)


transforms = cursor.transforms
integer_precision = transforms.integer_precision


def install(zone, is_settable):
    """zone: the account's; is_settable: whether a session may have another."""
    texts.install()
    transforms.integer_precision = _integer_precision
    # sums of numbers are exact: fakesnow makes doubles of them, for the sake of sums of text
    # https://docs.snowflake.com/en/sql-reference/functions/sum
    transforms.numeric_agg_implicit_cast = lambda expression: expression
    macros.creation_sql = _with_macros(macros.creation_sql)
    if hasattr(fakesnow.conn, "macros"):
        fakesnow.conn.macros.creation_sql = macros.creation_sql
    fake = cursor.FakeSnowflakeCursor

    # a session that names no schema is in PUBLIC, which every database has: fakesnow has none, and a MERGE
    # needs one there
    # https://docs.snowflake.com/en/sql-reference/sql/use-database
    connection = fakesnow.conn.FakeSnowflakeConnection
    connect = connection.__init__

    def in_public(self, duck_conn, results_cache, database=None, schema=None, *args, **options):
        connect(self, duck_conn, results_cache, database, schema or (database and "PUBLIC"), *args, **options)
        # the account's TIMEZONE: DuckDB has one a connection, and fakesnow leaves it at the machine's
        # https://docs.snowflake.com/en/sql-reference/parameters#timezone
        duck_conn.execute(f"set TimeZone = '{zone}'")

    connection.__init__ = in_public

    # $X in a text is text: fakesnow looks for session variables there, and none is used
    # https://docs.snowflake.com/en/sql-reference/session-variables
    fake._inline_variables = lambda self, sql: sql

    execute = fake.execute

    def remembering(self, command, params=None, *args, **options):
        self._sbe_binds = options.get("binding_params") or params
        # ALTER SESSION: fakesnow has no session parameters; but for TIMEZONE all it would set is so there anyway
        # https://docs.snowflake.com/en/sql-reference/sql/alter-session
        if command.lower().startswith("alter session"):
            own = re.search(r"\bTIMEZONE = '([^']+)'", command)
            if own and is_settable:
                self._duck_conn.execute(f"set TimeZone = '{own[1]}'")
            command = "select 'Statement executed successfully.' as status"
        return execute(self, command, params, *args, **options)

    fake.execute = remembering

    # a MERGE is one statement, which sees one state of all that it reads: fakesnow makes several of it, DuckDB has it
    # https://docs.snowflake.com/en/sql-reference/sql/merge
    explode = fake._transform_explode

    def exploded(self, expression):
        if not isinstance(expression, exp.Merge):
            yield from explode(self, expression)
            return
        if any(when.args.get("source") for when in expression.args["whens"].expressions):
            raise NotImplementedError("MERGE does not look at what has no source")
        expression.set("merge_counts", True)
        yield expression
        changed = exp.alias_(exp.convert(self._rowcount), "number of rows inserted", quoted=True)
        counts = exp.select(changed)
        counts.set("merge_counts", True)
        yield counts

    fake._transform_explode = exploded

    transform = fake._transform

    def transformed(self, expression, params):
        return _without_nulls(transform(self, _rewritten(_named(expression)), params))

    fake._transform = transformed
