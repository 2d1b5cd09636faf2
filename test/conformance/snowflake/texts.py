"""
Which texts Snowflake takes for a time or for JSON, where DuckDB takes others. Functions of ours in DuckDB, called
by the rewrites of shims.py, and how their calls are read.
"""
from sqlglot import exp
from sqlglot.dialects.snowflake import Snowflake

DATE = r"\d{4}-\d\d-\d\d"
MINUTES = r"\d\d:\d\d(:\d\d(\.\d{1,9})?)?"
SECONDS = r"\d\d:\d\d:\d\d(\.\d{1,9})?"

# The ISO formats of "Supported formats for AUTO detection", with TZH as Z where a T stands before the time:
# https://docs.snowflake.com/en/sql-reference/date-time-input-output
AUTO_TIMES = "|".join(
    [
        rf"{DATE}([T ](\d\d|{MINUTES}))?",
        rf"{DATE}T{MINUTES}(Z|[+-]\d\d:\d\d)",
        rf"{DATE} {MINUTES}[+-]\d\d:\d\d",
        rf"{DATE} {SECONDS}([+-]\d\d| [+-]\d\d:?\d\d)",
    ]
)

# a string, or a comma that nothing follows: '[1,]' is an example of the page
# https://docs.snowflake.com/en/sql-reference/functions/try_parse_json
LAST_COMMA = r'("(?:[^"\\]|\\.)*")|,(\s*[]}])'
JSON = rf"try_cast(regexp_replace(x, '{LAST_COMMA}', '\1\2', 'g') as json)"
# a key twice is an error, but for parameter 'd', which keeps the last; a path finds the first here
IS_TWICE = f"(parameter <> 'd' and (select count(*) > count(distinct fullkey) from json_tree({JSON})))"

MACROS = {
    # fakesnow has none: https://docs.snowflake.com/en/sql-reference/functions/try_to_timestamp
    "try_to_timestamp_tz": ("x", f"case when regexp_full_match(x, '{AUTO_TIMES}') then try_cast(x as timestamptz) end"),
    "try_parse_json": ("x, parameter", f"case when not {IS_TWICE} then {JSON} end"),
    # https://docs.snowflake.com/en/sql-reference/functions/parse_json
    "parse_json": (
        "x, parameter",
        f"case when {IS_TWICE} then error('Error parsing JSON: duplicate object attribute') else json(x) end",
    ),
}


def _with_parameter(name):
    """sqlglot drops the parameter of TRY_PARSE_JSON."""
    return lambda args: exp.Anonymous(this=name, expressions=[*args, exp.Literal.string("s")][:2])


def install():
    for name in ("try_parse_json", "parse_json"):
        Snowflake.Parser.FUNCTIONS[name.upper()] = _with_parameter(name)
