-- setup
-- What every group shares: functions of the session, the schemas that are not there yet, the
-- ledger.
-- writes: signals_derived, signals_scratch, signals_snowplow_manifest, sbe_ledger

-- session_1
create or replace temporary macro sbe_number_in("x") as regexp_extract("x", '^[ \t\n\r\f\v]*([+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?)[ \t\n\r\f\v]*$', 1);

-- session_2
create or replace temporary macro sbe_finite("x") as nullif(nullif(nullif("x", 'nan'), 'inf'), '-inf');

-- session_3
create or replace temporary macro sbe_double("x") as nullif(nullif(try_cast(sbe_number_in("x") as double), 'inf'), '-inf');

-- session_4
create or replace temporary macro sbe_decimal("x") as case when regexp_matches("x", '[eE]')
and abs(sbe_double("x")) >= 1e20 then null when regexp_matches("x", '[eE]')
and abs(sbe_double("x")) < 5e-10 then 0 else coalesce(
  cast(try_cast(sbe_number_in("x") as decimal(18, 9)) as decimal(38, 9)),
  cast(try_cast(sbe_number_in("x") as decimal(29, 9)) as decimal(38, 9))
) end;

-- session_5
create or replace temporary macro sbe_whole("x") as coalesce(try_cast(sbe_number_in("x") as hugeint), cast(sign(sbe_double("x")) * 1e37 as hugeint));

-- session_6
create or replace temporary macro sbe_double_text("x") as case when not isfinite("x") then null when "x" = 0 then '0' when abs("x") >= 1e21
or abs("x") < 1e-6 then regexp_replace(cast("x" as varchar), 'e([+-])0+', 'e\1') when abs("x") >= 1e15
and "x" = trunc("x") then cast(cast(cast("x" as varchar) as hugeint) as varchar) when abs("x") < 1e-3 then rtrim(cast(cast(cast("x" as varchar) as decimal(38, 28)) as varchar), '0') else regexp_replace(cast("x" as varchar), '\.0$', '') end;

-- session_7
create or replace temporary macro sbe_number_text("x") as case when regexp_full_match(sbe_number_in("x"), '[+-]?\d{1,21}(\.0*)?') then cast(try_cast(sbe_number_in("x") as hugeint) as varchar) else sbe_double_text(sbe_double("x")) end;

-- session_8
create or replace temporary macro sbe_boolean("x") as case lower("x") when 'true' then true when 'false' then false end;

-- session_9
create or replace temporary macro sbe_timestamp_text("x") as if(
  year("x") between 1 and 9999,
  rtrim(rtrim(strftime("x", '%Y-%m-%dT%H:%M:%S.%f'), '0'), '.') || 'Z',
  null
);

-- session_10
create or replace temporary macro sbe_calendar("x") as if(year("x") between 1 and 9999, "x", null);

-- session_11
create or replace temporary macro sbe_epoch("x") as sbe_calendar(try(make_timestamp(try_cast(round("x" * 1e6) as bigint))));

-- session_12
create or replace temporary macro sbe_timestamp("x") as coalesce(
  sbe_calendar(
    try_cast(
      regexp_replace(
        regexp_extract(
          "x",
          '^\d{4}-\d\d-\d\d([T ]([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?(Z|[+-]([01]\d|2[0-3])(:?[0-5]\d)?)?)?$'
        ),
        '^(.{10}[T ]\d\d:\d\d)(Z|[+-].*)?$',
        '\1:00\2'
      ) as timestamptz
    ) at time zone 'UTC'
  ),
  sbe_epoch(sbe_double("x"))
);

-- session_13
create or replace temporary macro sbe_json_text("x") as case json_type("x") when 'DOUBLE' then sbe_number_text("x" ->> '$') else "x" ->> '$' end;

-- session_14
create or replace temporary macro sbe_any_text("x") as case when starts_with(typeof("x"), 'TIMESTAMP') then sbe_timestamp_text(try_cast(cast("x" as varchar) as timestamptz) at time zone 'UTC') else sbe_json_text(to_json("x")) end;

-- session_15
create or replace temporary macro sbe_object("x") as case when json_type(try_cast("x" as json)) = 'OBJECT'
and not regexp_matches(regexp_replace("x", '"([^"\\]|\\.)*"', '', 'g'), ',\s*[]}]|[nN][aA]|[iI]') then "x" end;

-- schema_signals_derived
create schema if not exists "signals_derived";

-- schema_signals_scratch
create schema if not exists "signals_scratch";

-- schema_signals_snowplow_manifest
create schema if not exists "signals_snowplow_manifest";

-- ledger
create table if not exists "signals_snowplow_manifest"."sbe_ledger" (
  "group_name" varchar not null,
  "version" bigint not null,
  "nonce" varchar,
  "holder" varchar,
  "lease_until" timestamp,
  "format" bigint not null,
  "document" varchar not null,
  "updated_at" timestamp not null
);
