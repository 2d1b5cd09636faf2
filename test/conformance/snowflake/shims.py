"""
What fakesnow, a Snowflake server on DuckDB, lacks or does in another way than Snowflake documents. Each
shim says which. The product's SQL is not bent to the server: the server is to what Snowflake does.
"""
import fakesnow.conn
import fakesnow.cursor as cursor
import fakesnow.macros as macros
from sqlglot import exp

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


def _rewrite(e):
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


def _without_nulls(tree):
    # ARRAY_AGG leaves nulls out in Snowflake, and not in DuckDB
    # https://docs.snowflake.com/en/sql-reference/functions/array_agg
    for agg in list(tree.find_all(exp.ArrayAgg)):
        if isinstance(agg.parent, (exp.Filter, exp.Window)):
            continue
        value = agg.this.this if isinstance(agg.this, exp.Order) else agg.this
        if isinstance(value, exp.Distinct):
            value = value.expressions[0]
        present = exp.Not(this=exp.Is(this=value.copy(), expression=exp.Null()))
        agg.replace(exp.Filter(this=agg.copy(), expression=exp.Where(this=present)))
    return tree


def install():
    macros.creation_sql = _with_macros(macros.creation_sql)
    if hasattr(fakesnow.conn, "macros"):
        fakesnow.conn.macros.creation_sql = macros.creation_sql
    fake = cursor.FakeSnowflakeCursor

    execute = fake.execute

    def remembering(self, command, params=None, *args, **options):
        self._sbe_binds = options.get("binding_params") or params
        # ALTER SESSION: fakesnow has no session parameters; all it would set is so there anyway
        # https://docs.snowflake.com/en/sql-reference/sql/alter-session
        if command.lower().startswith("alter session"):
            command = "select 'Statement executed successfully.' as status"
        return execute(self, command, params, *args, **options)

    fake.execute = remembering

    # a MERGE is split by printing it, which loses `:1`
    explode = fake._transform_explode

    def with_binds(self, expression):
        if isinstance(expression, exp.Merge):
            for placeholder in list(expression.find_all(exp.Placeholder)):
                if placeholder.this:
                    placeholder.replace(exp.convert(self._sbe_binds[int(placeholder.name) - 1]))
        return explode(self, expression)

    fake._transform_explode = with_binds

    transform = fake._transform

    def transformed(self, expression, params):
        ours = _named(expression).transform(_rewrite, copy=False)
        return _without_nulls(transform(self, ours, params))

    fake._transform = transformed
