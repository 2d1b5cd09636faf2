-- visitor_1: publish
-- Writes the attributes of the keys of visitor_1 that new segments or the edges of windows have
-- touched, made of the live segments, and deletes keys that are gone; updated_at moves only where
-- values changed. Writes nothing once another run has changed the ledger.
-- reads:  visitor_1_aggregates, visitor_1_value_aggregates, visitor_1_attributes, sbe_ledger
-- writes: visitor_1_attributes
-- parameters:
--   as_of             the time of the attributes
--   expected_version  the version of the row of the ledger, as this run knows it
--   fresh             live segments that the last publication did not have, joined by commas
--   group_name        the group, as <group>_<version>
--   published_since   the clock before this publication
--   renew_before      rows that were updated before this time are sent to the Profiles Store again
--   rewrite           true where the rows of all keys are written
--   segments          live segments, joined by commas

-- write (:1 as_of, :2 expected_version, :3 fresh, :4 group_name, :5 renew_before, :6 rewrite, :7 segments)
merge into
  "SIGNALS_DERIVED"."VISITOR_1_ATTRIBUTES" as "P" using (
    with
      "TOUCHED_KEYS" as (
        select
          "KEY"
        from
          "SIGNALS_DERIVED"."VISITOR_1_AGGREGATES"
        where
          "SEGMENT" in (
            select
              value
            from
              table (split_to_table(:3, ','))
          )
        union all
        select
          "KEY"
        from
          "SIGNALS_DERIVED"."VISITOR_1_VALUE_AGGREGATES"
        where
          "SEGMENT" in (
            select
              value
            from
              table (split_to_table(:3, ','))
          )
        union all
        select
          "DOMAIN_USERID" as "KEY"
        from
          "SIGNALS_DERIVED"."VISITOR_1_ATTRIBUTES"
        where
          "UPDATED_AT" < cast(:5 as timestamp_ntz)
          or :6 = 'true'
      ),
      "LIVE_AGGREGATES" as (
        select
          "KEY",
          "COUNT_ANY_EVENT_04A949EC",
          "COUNT_ANY_EVENT_BY_ACTIVE_MONTH_8F7555FB",
          "COUNT_ANY_EVENT_BY_HOUR_OF_DAY_10F87FB0",
          "LAST_ACTIVE_DAY_0CA15D6C",
          "LAST_ACTIVE_DAY_5688E920",
          "LAST_ACTIVE_MONTH_8B206849",
          "LAST_ACTIVE_WEEK_2A5C6330",
          "LAST_DAY_OF_WEEK_ECAC1592",
          "LAST_HOUR_OF_DAY_CE100397",
          "LAST_MONTH_OF_YEAR_4EA267DC"
        from
          "SIGNALS_DERIVED"."VISITOR_1_AGGREGATES"
        where
          "SEGMENT" in (
            select
              value
            from
              table (split_to_table(:7, ','))
          )
          and "KEY" in (
            select
              "KEY"
            from
              "TOUCHED_KEYS"
          )
      ),
      "SCALARS" as (
        select
          "KEY",
          sum("COUNT_ANY_EVENT_BY_ACTIVE_MONTH_8F7555FB") as "COUNT_ANY_EVENT_BY_ACTIVE_MONTH_8F7555FB_EVER",
          sum("COUNT_ANY_EVENT_BY_HOUR_OF_DAY_10F87FB0") as "COUNT_ANY_EVENT_BY_HOUR_OF_DAY_10F87FB0_EVER",
          max("LAST_ACTIVE_DAY_0CA15D6C") as "LAST_ACTIVE_DAY_0CA15D6C_EVER",
          max("LAST_ACTIVE_DAY_5688E920") as "LAST_ACTIVE_DAY_5688E920_EVER",
          max("LAST_ACTIVE_MONTH_8B206849") as "LAST_ACTIVE_MONTH_8B206849_EVER",
          max("LAST_ACTIVE_WEEK_2A5C6330") as "LAST_ACTIVE_WEEK_2A5C6330_EVER",
          max("LAST_DAY_OF_WEEK_ECAC1592") as "LAST_DAY_OF_WEEK_ECAC1592_EVER",
          max("LAST_HOUR_OF_DAY_CE100397") as "LAST_HOUR_OF_DAY_CE100397_EVER",
          max("LAST_MONTH_OF_YEAR_4EA267DC") as "LAST_MONTH_OF_YEAR_4EA267DC_EVER"
        from
          "LIVE_AGGREGATES"
        group by
          "KEY"
        having
          sum("COUNT_ANY_EVENT_04A949EC") > 0
          or sum("COUNT_ANY_EVENT_BY_ACTIVE_MONTH_8F7555FB") > 0
          or sum("COUNT_ANY_EVENT_BY_HOUR_OF_DAY_10F87FB0") > 0
      ),
      "LIVE_VALUES" as (
        select
          "KEY",
          "STATE",
          "VALUE",
          "N",
          "LAST_ORDER"
        from
          "SIGNALS_DERIVED"."VISITOR_1_VALUE_AGGREGATES"
        where
          "SEGMENT" in (
            select
              value
            from
              table (split_to_table(:7, ','))
          )
          and "KEY" in (
            select
              "KEY"
            from
              "TOUCHED_KEYS"
          )
          and "STATE" in ('values_day_of_week_587a02c4')
      ),
      "VALUE_TOTALS" as (
        select
          "KEY",
          "STATE",
          "VALUE",
          sum("N") as "N_EVER",
          max("LAST_ORDER") as "LAST_ORDER_EVER"
        from
          "LIVE_VALUES"
        group by
          "KEY",
          "STATE",
          "VALUE"
      ),
      "VALUE_RANKS" as (
        select
          "KEY",
          "STATE",
          "VALUE",
          "N_EVER",
          "LAST_ORDER_EVER",
          row_number() over (
            partition by
              "KEY",
              "STATE"
            order by
              "N_EVER" desc nulls last,
              "LAST_ORDER_EVER" desc nulls last,
              "VALUE" desc nulls last
          ) as "BY_MOST_EVER"
        from
          "VALUE_TOTALS"
      ),
      "VALUE_SUMMARIES" as (
        select
          "KEY",
          iff(
            count_if(
              "STATE" = 'values_day_of_week_587a02c4'
              and "N_EVER" is not null
              and "BY_MOST_EVER" <= 100
            ) > 0,
            object_agg(
              iff(
                "STATE" = 'values_day_of_week_587a02c4'
                and "N_EVER" is not null
                and "BY_MOST_EVER" <= 100,
                "VALUE",
                null
              ),
              cast("N_EVER" as variant)
            ),
            null
          ) as "CATEGORIES_VALUES_DAY_OF_WEEK_587A02C4_EVER"
        from
          "VALUE_RANKS"
        group by
          "KEY"
      ),
      "STATES_OF_KEYS" as (
        select
          "S"."KEY",
          "S"."COUNT_ANY_EVENT_BY_ACTIVE_MONTH_8F7555FB_EVER",
          "S"."COUNT_ANY_EVENT_BY_HOUR_OF_DAY_10F87FB0_EVER",
          "S"."LAST_ACTIVE_DAY_0CA15D6C_EVER",
          "S"."LAST_ACTIVE_DAY_5688E920_EVER",
          "S"."LAST_ACTIVE_MONTH_8B206849_EVER",
          "S"."LAST_ACTIVE_WEEK_2A5C6330_EVER",
          "S"."LAST_DAY_OF_WEEK_ECAC1592_EVER",
          "S"."LAST_HOUR_OF_DAY_CE100397_EVER",
          "S"."LAST_MONTH_OF_YEAR_4EA267DC_EVER",
          "V"."CATEGORIES_VALUES_DAY_OF_WEEK_587A02C4_EVER"
        from
          "SCALARS" as "S"
          left join "VALUE_SUMMARIES" as "V" on "V"."KEY" = "S"."KEY"
      ),
      "PARTS_OF_VALUES_OF_KEYS" as (
        select
          "S"."KEY",
          "S"."LAST_ACTIVE_DAY_5688E920_EVER",
          "S"."LAST_ACTIVE_WEEK_2A5C6330_EVER",
          "S"."LAST_ACTIVE_MONTH_8B206849_EVER",
          "S"."LAST_ACTIVE_DAY_0CA15D6C_EVER",
          "S"."CATEGORIES_VALUES_DAY_OF_WEEK_587A02C4_EVER",
          "S"."COUNT_ANY_EVENT_BY_HOUR_OF_DAY_10F87FB0_EVER",
          "S"."COUNT_ANY_EVENT_BY_ACTIVE_MONTH_8F7555FB_EVER",
          regexp_substr(
            substr("S"."LAST_HOUR_OF_DAY_CE100397_EVER", position(' ', "S"."LAST_HOUR_OF_DAY_CE100397_EVER") + 1),
            '^[[:space:]]*([+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?)[[:space:]]*$',
            1,
            1,
            'e',
            1
          ) as "LAST_HOUR_OF_DAY_CE100397_EVER_NUMBER",
          regexp_substr(
            substr("S"."LAST_DAY_OF_WEEK_ECAC1592_EVER", position(' ', "S"."LAST_DAY_OF_WEEK_ECAC1592_EVER") + 1),
            '^[[:space:]]*([+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?)[[:space:]]*$',
            1,
            1,
            'e',
            1
          ) as "LAST_DAY_OF_WEEK_ECAC1592_EVER_NUMBER",
          regexp_substr(
            substr("S"."LAST_MONTH_OF_YEAR_4EA267DC_EVER", position(' ', "S"."LAST_MONTH_OF_YEAR_4EA267DC_EVER") + 1),
            '^[[:space:]]*([+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?)[[:space:]]*$',
            1,
            1,
            'e',
            1
          ) as "LAST_MONTH_OF_YEAR_4EA267DC_EVER_NUMBER"
        from
          "STATES_OF_KEYS" as "S"
      ),
      "PARTS_OF_VALUES_OF_KEYS_2" as (
        select
          "S"."KEY",
          "S"."LAST_HOUR_OF_DAY_CE100397_EVER_NUMBER",
          "S"."LAST_DAY_OF_WEEK_ECAC1592_EVER_NUMBER",
          "S"."LAST_MONTH_OF_YEAR_4EA267DC_EVER_NUMBER",
          "S"."LAST_ACTIVE_DAY_5688E920_EVER",
          "S"."LAST_ACTIVE_WEEK_2A5C6330_EVER",
          "S"."LAST_ACTIVE_MONTH_8B206849_EVER",
          "S"."LAST_ACTIVE_DAY_0CA15D6C_EVER",
          "S"."CATEGORIES_VALUES_DAY_OF_WEEK_587A02C4_EVER",
          "S"."COUNT_ANY_EVENT_BY_HOUR_OF_DAY_10F87FB0_EVER",
          "S"."COUNT_ANY_EVENT_BY_ACTIVE_MONTH_8F7555FB_EVER",
          nullif(nullif(try_to_double("S"."LAST_HOUR_OF_DAY_CE100397_EVER_NUMBER"), 'inf'::float), '-inf'::float) as "LAST_HOUR_OF_DAY_CE100397_EVER_DOUBLE",
          nullif(nullif(try_to_double("S"."LAST_DAY_OF_WEEK_ECAC1592_EVER_NUMBER"), 'inf'::float), '-inf'::float) as "LAST_DAY_OF_WEEK_ECAC1592_EVER_DOUBLE",
          nullif(nullif(try_to_double("S"."LAST_MONTH_OF_YEAR_4EA267DC_EVER_NUMBER"), 'inf'::float), '-inf'::float) as "LAST_MONTH_OF_YEAR_4EA267DC_EVER_DOUBLE"
        from
          "PARTS_OF_VALUES_OF_KEYS" as "S"
      ),
      "NEW_VALUES" as (
        select
          "S"."KEY" as "DOMAIN_USERID",
          iff(
            coalesce(
              try_to_decimal("S"."LAST_HOUR_OF_DAY_CE100397_EVER_NUMBER", 38, 0),
              (sign("S"."LAST_HOUR_OF_DAY_CE100397_EVER_DOUBLE") * 1e37)::number(38, 0)
            ) between -2147483648 and 2147483647,
            coalesce(
              try_to_decimal("S"."LAST_HOUR_OF_DAY_CE100397_EVER_NUMBER", 38, 0),
              (sign("S"."LAST_HOUR_OF_DAY_CE100397_EVER_DOUBLE") * 1e37)::number(38, 0)
            ),
            null
          ) as "LAST_HOUR",
          iff(
            coalesce(
              try_to_decimal("S"."LAST_DAY_OF_WEEK_ECAC1592_EVER_NUMBER", 38, 0),
              (sign("S"."LAST_DAY_OF_WEEK_ECAC1592_EVER_DOUBLE") * 1e37)::number(38, 0)
            ) between -2147483648 and 2147483647,
            coalesce(
              try_to_decimal("S"."LAST_DAY_OF_WEEK_ECAC1592_EVER_NUMBER", 38, 0),
              (sign("S"."LAST_DAY_OF_WEEK_ECAC1592_EVER_DOUBLE") * 1e37)::number(38, 0)
            ),
            null
          ) as "LAST_WEEKDAY",
          iff(
            coalesce(
              try_to_decimal("S"."LAST_MONTH_OF_YEAR_4EA267DC_EVER_NUMBER", 38, 0),
              (sign("S"."LAST_MONTH_OF_YEAR_4EA267DC_EVER_DOUBLE") * 1e37)::number(38, 0)
            ) between -2147483648 and 2147483647,
            coalesce(
              try_to_decimal("S"."LAST_MONTH_OF_YEAR_4EA267DC_EVER_NUMBER", 38, 0),
              (sign("S"."LAST_MONTH_OF_YEAR_4EA267DC_EVER_DOUBLE") * 1e37)::number(38, 0)
            ),
            null
          ) as "LAST_MONTH",
          substr("S"."LAST_ACTIVE_DAY_5688E920_EVER", position(' ', "S"."LAST_ACTIVE_DAY_5688E920_EVER") + 1) as "LAST_DAY",
          substr("S"."LAST_ACTIVE_WEEK_2A5C6330_EVER", position(' ', "S"."LAST_ACTIVE_WEEK_2A5C6330_EVER") + 1) as "LAST_WEEK",
          substr("S"."LAST_ACTIVE_MONTH_8B206849_EVER", position(' ', "S"."LAST_ACTIVE_MONTH_8B206849_EVER") + 1) as "MONTH",
          substr("S"."LAST_ACTIVE_DAY_0CA15D6C_EVER", position(' ', "S"."LAST_ACTIVE_DAY_0CA15D6C_EVER") + 1) as "LAST_ORDER_DAY",
          coalesce("S"."CATEGORIES_VALUES_DAY_OF_WEEK_587A02C4_EVER", parse_json('{}', 'd')::object) as "WEEKDAYS",
          coalesce(cast("S"."COUNT_ANY_EVENT_BY_HOUR_OF_DAY_10F87FB0_EVER" as number(38, 0)), 0) as "AT_NIGHT",
          coalesce(cast("S"."COUNT_ANY_EVENT_BY_ACTIVE_MONTH_8F7555FB_EVER" as number(38, 0)), 0) as "IN_MARCH"
        from
          "PARTS_OF_VALUES_OF_KEYS_2" as "S"
      ),
      "PUBLISHED_VALUES" as (
        select
          "DOMAIN_USERID",
          "LAST_HOUR",
          "LAST_WEEKDAY",
          "LAST_MONTH",
          "LAST_DAY",
          "LAST_WEEK",
          "MONTH",
          "LAST_ORDER_DAY",
          "WEEKDAYS",
          "AT_NIGHT",
          "IN_MARCH",
          "UPDATED_AT"
        from
          "SIGNALS_DERIVED"."VISITOR_1_ATTRIBUTES"
        where
          "DOMAIN_USERID" in (
            select
              "KEY"
            from
              "TOUCHED_KEYS"
          )
      )
    select
      coalesce("N"."DOMAIN_USERID", "P"."DOMAIN_USERID") as "DOMAIN_USERID",
      "N"."LAST_HOUR",
      "N"."LAST_WEEKDAY",
      "N"."LAST_MONTH",
      "N"."LAST_DAY",
      "N"."LAST_WEEK",
      "N"."MONTH",
      "N"."LAST_ORDER_DAY",
      "N"."WEEKDAYS",
      "N"."AT_NIGHT",
      "N"."IN_MARCH",
      cast(:1 as timestamp_ntz) as "AS_OF",
      case
        when "N"."DOMAIN_USERID" is null then cast(null as timestamp_ntz)
        when "P"."DOMAIN_USERID" is not null
        and "P"."UPDATED_AT" >= cast(:5 as timestamp_ntz)
        and equal_null("N"."LAST_HOUR", "P"."LAST_HOUR")
        and equal_null("N"."LAST_WEEKDAY", "P"."LAST_WEEKDAY")
        and equal_null("N"."LAST_MONTH", "P"."LAST_MONTH")
        and equal_null("N"."LAST_DAY", "P"."LAST_DAY")
        and equal_null("N"."LAST_WEEK", "P"."LAST_WEEK")
        and equal_null("N"."MONTH", "P"."MONTH")
        and equal_null("N"."LAST_ORDER_DAY", "P"."LAST_ORDER_DAY")
        and equal_null(to_json("N"."WEEKDAYS"), to_json("P"."WEEKDAYS"))
        and equal_null("N"."AT_NIGHT", "P"."AT_NIGHT")
        and equal_null("N"."IN_MARCH", "P"."IN_MARCH") then "P"."UPDATED_AT"
        else convert_timezone('UTC', current_timestamp())::timestamp_ntz
      end as "UPDATED_AT"
    from
      "NEW_VALUES" as "N"
      full join "PUBLISHED_VALUES" as "P" on "P"."DOMAIN_USERID" = "N"."DOMAIN_USERID"
    where
      exists (
        select
          "VERSION"
        from
          "SIGNALS_SNOWPLOW_MANIFEST"."SBE_LEDGER"
        where
          "GROUP_NAME" = :4
          and "VERSION" = cast(:2 as number(38, 0))
      )
  ) as "N" on "P"."DOMAIN_USERID" = "N"."DOMAIN_USERID"
when matched and
  "N"."UPDATED_AT" is null
then delete
when matched then update set
  "LAST_HOUR" = "N"."LAST_HOUR",
  "LAST_WEEKDAY" = "N"."LAST_WEEKDAY",
  "LAST_MONTH" = "N"."LAST_MONTH",
  "LAST_DAY" = "N"."LAST_DAY",
  "LAST_WEEK" = "N"."LAST_WEEK",
  "MONTH" = "N"."MONTH",
  "LAST_ORDER_DAY" = "N"."LAST_ORDER_DAY",
  "WEEKDAYS" = "N"."WEEKDAYS",
  "AT_NIGHT" = "N"."AT_NIGHT",
  "IN_MARCH" = "N"."IN_MARCH",
  "AS_OF" = "N"."AS_OF",
  "UPDATED_AT" = "N"."UPDATED_AT"
when not matched then insert
  (
    "DOMAIN_USERID",
    "LAST_HOUR",
    "LAST_WEEKDAY",
    "LAST_MONTH",
    "LAST_DAY",
    "LAST_WEEK",
    "MONTH",
    "LAST_ORDER_DAY",
    "WEEKDAYS",
    "AT_NIGHT",
    "IN_MARCH",
    "AS_OF",
    "UPDATED_AT"
  )
values
  (
    "N"."DOMAIN_USERID",
    "N"."LAST_HOUR",
    "N"."LAST_WEEKDAY",
    "N"."LAST_MONTH",
    "N"."LAST_DAY",
    "N"."LAST_WEEK",
    "N"."MONTH",
    "N"."LAST_ORDER_DAY",
    "N"."WEEKDAYS",
    "N"."AT_NIGHT",
    "N"."IN_MARCH",
    "N"."AS_OF",
    "N"."UPDATED_AT"
  );

-- count (:1 published_since)
select
  count(*) as "KEY_COUNT",
  count_if("UPDATED_AT" >= cast(:1 as timestamp_ntz)) as "CHANGED_COUNT",
  min("UPDATED_AT") as "OLDEST_UPDATE"
from
  "SIGNALS_DERIVED"."VISITOR_1_ATTRIBUTES";
