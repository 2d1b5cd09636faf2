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
          "COUNT_ANY_EVENT_BY_ADDRESS_ADC47209",
          "COUNT_ANY_EVENT_BY_ITEMS_596A4E75",
          "COUNT_ANY_EVENT_BY_ITEMS_FE4704F8",
          "COUNT_ANY_EVENT_BY_LINES_623204B2",
          "COUNT_ANY_EVENT_BY_NOTE_067C669F",
          "FIRST_ITEMS_CD3BAE57",
          "LAST_ADDRESS_36B8EBC6",
          "LAST_ITEMS_D0A192E8",
          "LAST_LINES_5E12534D",
          "LAST_NOTE_2BF7B18A",
          "LAST_TAGS_AF81BD14"
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
          sum("COUNT_ANY_EVENT_BY_ADDRESS_ADC47209") as "COUNT_ANY_EVENT_BY_ADDRESS_ADC47209_EVER",
          sum("COUNT_ANY_EVENT_BY_ITEMS_596A4E75") as "COUNT_ANY_EVENT_BY_ITEMS_596A4E75_EVER",
          sum("COUNT_ANY_EVENT_BY_ITEMS_FE4704F8") as "COUNT_ANY_EVENT_BY_ITEMS_FE4704F8_EVER",
          sum("COUNT_ANY_EVENT_BY_LINES_623204B2") as "COUNT_ANY_EVENT_BY_LINES_623204B2_EVER",
          sum("COUNT_ANY_EVENT_BY_NOTE_067C669F") as "COUNT_ANY_EVENT_BY_NOTE_067C669F_EVER",
          min("FIRST_ITEMS_CD3BAE57") as "FIRST_ITEMS_CD3BAE57_EVER",
          max("LAST_ADDRESS_36B8EBC6") as "LAST_ADDRESS_36B8EBC6_EVER",
          max("LAST_ITEMS_D0A192E8") as "LAST_ITEMS_D0A192E8_EVER",
          max("LAST_LINES_5E12534D") as "LAST_LINES_5E12534D_EVER",
          max("LAST_NOTE_2BF7B18A") as "LAST_NOTE_2BF7B18A_EVER",
          max("LAST_TAGS_AF81BD14") as "LAST_TAGS_AF81BD14_EVER"
        from
          "LIVE_AGGREGATES"
        group by
          "KEY"
        having
          sum("COUNT_ANY_EVENT_04A949EC") > 0
          or sum("COUNT_ANY_EVENT_BY_ADDRESS_ADC47209") > 0
          or sum("COUNT_ANY_EVENT_BY_ITEMS_596A4E75") > 0
          or sum("COUNT_ANY_EVENT_BY_ITEMS_FE4704F8") > 0
          or sum("COUNT_ANY_EVENT_BY_LINES_623204B2") > 0
          or sum("COUNT_ANY_EVENT_BY_NOTE_067C669F") > 0
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
          and "STATE" in ('values_items_ff405ed9')
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
              "LAST_ORDER_EVER" desc nulls last,
              "VALUE" desc nulls last
          ) as "BY_LATEST_EVER",
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
              "STATE" = 'values_items_ff405ed9'
              and "N_EVER" is not null
              and "BY_MOST_EVER" <= 100
            ) > 0,
            object_agg(
              iff(
                "STATE" = 'values_items_ff405ed9'
                and "N_EVER" is not null
                and "BY_MOST_EVER" <= 100,
                "VALUE",
                null
              ),
              cast("N_EVER" as variant)
            ),
            null
          ) as "CATEGORIES_VALUES_ITEMS_FF405ED9_EVER",
          iff(
            count_if(
              "STATE" = 'values_items_ff405ed9'
              and "N_EVER" is not null
              and "BY_LATEST_EVER" <= 100
            ) > 0,
            array_agg(
              iff(
                "STATE" = 'values_items_ff405ed9'
                and "N_EVER" is not null
                and "BY_LATEST_EVER" <= 100,
                "VALUE",
                null
              )
            ) within group (
              order by
                "LAST_ORDER_EVER",
                "VALUE"
            ),
            null
          ) as "LIST_VALUES_ITEMS_FF405ED9_EVER"
        from
          "VALUE_RANKS"
        group by
          "KEY"
      ),
      "STATES_OF_KEYS" as (
        select
          "S"."KEY",
          "S"."COUNT_ANY_EVENT_BY_ADDRESS_ADC47209_EVER",
          "S"."COUNT_ANY_EVENT_BY_ITEMS_596A4E75_EVER",
          "S"."COUNT_ANY_EVENT_BY_ITEMS_FE4704F8_EVER",
          "S"."COUNT_ANY_EVENT_BY_LINES_623204B2_EVER",
          "S"."COUNT_ANY_EVENT_BY_NOTE_067C669F_EVER",
          "S"."FIRST_ITEMS_CD3BAE57_EVER",
          "S"."LAST_ADDRESS_36B8EBC6_EVER",
          "S"."LAST_ITEMS_D0A192E8_EVER",
          "S"."LAST_LINES_5E12534D_EVER",
          "S"."LAST_NOTE_2BF7B18A_EVER",
          "S"."LAST_TAGS_AF81BD14_EVER",
          "V"."CATEGORIES_VALUES_ITEMS_FF405ED9_EVER",
          "V"."LIST_VALUES_ITEMS_FF405ED9_EVER"
        from
          "SCALARS" as "S"
          left join "VALUE_SUMMARIES" as "V" on "V"."KEY" = "S"."KEY"
      ),
      "NEW_VALUES" as (
        select
          "S"."KEY" as "DOMAIN_USERID",
          substr("S"."FIRST_ITEMS_CD3BAE57_EVER", position(' ', "S"."FIRST_ITEMS_CD3BAE57_EVER") + 1) as "FIRST_ITEMS",
          substr("S"."LAST_ITEMS_D0A192E8_EVER", position(' ', "S"."LAST_ITEMS_D0A192E8_EVER") + 1) as "LAST_ITEMS",
          coalesce("S"."LIST_VALUES_ITEMS_FF405ED9_EVER", cast(array_construct() as array)) as "ALL_ITEMS",
          coalesce("S"."CATEGORIES_VALUES_ITEMS_FF405ED9_EVER", parse_json('{}', 'd')::object) as "BASKETS",
          parse_json(substr("S"."LAST_ADDRESS_36B8EBC6_EVER", position(' ', "S"."LAST_ADDRESS_36B8EBC6_EVER") + 1), 'd')::object as "LAST_ADDRESS",
          substr("S"."LAST_LINES_5E12534D_EVER", position(' ', "S"."LAST_LINES_5E12534D_EVER") + 1) as "LAST_LINES",
          substr("S"."LAST_NOTE_2BF7B18A_EVER", position(' ', "S"."LAST_NOTE_2BF7B18A_EVER") + 1) as "LAST_NOTE",
          substr("S"."LAST_TAGS_AF81BD14_EVER", position(' ', "S"."LAST_TAGS_AF81BD14_EVER") + 1) as "LAST_TAGS",
          coalesce(cast("S"."COUNT_ANY_EVENT_BY_ITEMS_596A4E75_EVER" as number(38, 0)), 0) as "WITHOUT_ITEMS",
          coalesce(cast("S"."COUNT_ANY_EVENT_BY_ADDRESS_ADC47209_EVER" as number(38, 0)), 0) as "WITH_ADDRESS",
          coalesce(cast("S"."COUNT_ANY_EVENT_BY_NOTE_067C669F_EVER" as number(38, 0)), 0) as "NOTE_SAYS_NULL",
          coalesce(cast("S"."COUNT_ANY_EVENT_BY_ITEMS_FE4704F8_EVER" as number(38, 0)), 0) as "ITEMS_NULL_OR_EMPTY",
          coalesce(cast("S"."COUNT_ANY_EVENT_BY_LINES_623204B2_EVER" as number(38, 0)), 0) as "WITH_LINES"
        from
          "STATES_OF_KEYS" as "S"
      ),
      "PUBLISHED_VALUES" as (
        select
          "DOMAIN_USERID",
          "FIRST_ITEMS",
          "LAST_ITEMS",
          "ALL_ITEMS",
          "BASKETS",
          "LAST_ADDRESS",
          "LAST_LINES",
          "LAST_NOTE",
          "LAST_TAGS",
          "WITHOUT_ITEMS",
          "WITH_ADDRESS",
          "NOTE_SAYS_NULL",
          "ITEMS_NULL_OR_EMPTY",
          "WITH_LINES",
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
      "N"."FIRST_ITEMS",
      "N"."LAST_ITEMS",
      "N"."ALL_ITEMS",
      "N"."BASKETS",
      "N"."LAST_ADDRESS",
      "N"."LAST_LINES",
      "N"."LAST_NOTE",
      "N"."LAST_TAGS",
      "N"."WITHOUT_ITEMS",
      "N"."WITH_ADDRESS",
      "N"."NOTE_SAYS_NULL",
      "N"."ITEMS_NULL_OR_EMPTY",
      "N"."WITH_LINES",
      cast(:1 as timestamp_ntz) as "AS_OF",
      case
        when "N"."DOMAIN_USERID" is null then cast(null as timestamp_ntz)
        when "P"."DOMAIN_USERID" is not null
        and "P"."UPDATED_AT" >= cast(:5 as timestamp_ntz)
        and equal_null("N"."FIRST_ITEMS", "P"."FIRST_ITEMS")
        and equal_null("N"."LAST_ITEMS", "P"."LAST_ITEMS")
        and equal_null(to_json("N"."ALL_ITEMS"), to_json("P"."ALL_ITEMS"))
        and equal_null(to_json("N"."BASKETS"), to_json("P"."BASKETS"))
        and equal_null(to_json("N"."LAST_ADDRESS"), to_json("P"."LAST_ADDRESS"))
        and equal_null("N"."LAST_LINES", "P"."LAST_LINES")
        and equal_null("N"."LAST_NOTE", "P"."LAST_NOTE")
        and equal_null("N"."LAST_TAGS", "P"."LAST_TAGS")
        and equal_null("N"."WITHOUT_ITEMS", "P"."WITHOUT_ITEMS")
        and equal_null("N"."WITH_ADDRESS", "P"."WITH_ADDRESS")
        and equal_null("N"."NOTE_SAYS_NULL", "P"."NOTE_SAYS_NULL")
        and equal_null("N"."ITEMS_NULL_OR_EMPTY", "P"."ITEMS_NULL_OR_EMPTY")
        and equal_null("N"."WITH_LINES", "P"."WITH_LINES") then "P"."UPDATED_AT"
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
  "FIRST_ITEMS" = "N"."FIRST_ITEMS",
  "LAST_ITEMS" = "N"."LAST_ITEMS",
  "ALL_ITEMS" = "N"."ALL_ITEMS",
  "BASKETS" = "N"."BASKETS",
  "LAST_ADDRESS" = "N"."LAST_ADDRESS",
  "LAST_LINES" = "N"."LAST_LINES",
  "LAST_NOTE" = "N"."LAST_NOTE",
  "LAST_TAGS" = "N"."LAST_TAGS",
  "WITHOUT_ITEMS" = "N"."WITHOUT_ITEMS",
  "WITH_ADDRESS" = "N"."WITH_ADDRESS",
  "NOTE_SAYS_NULL" = "N"."NOTE_SAYS_NULL",
  "ITEMS_NULL_OR_EMPTY" = "N"."ITEMS_NULL_OR_EMPTY",
  "WITH_LINES" = "N"."WITH_LINES",
  "AS_OF" = "N"."AS_OF",
  "UPDATED_AT" = "N"."UPDATED_AT"
when not matched then insert
  (
    "DOMAIN_USERID",
    "FIRST_ITEMS",
    "LAST_ITEMS",
    "ALL_ITEMS",
    "BASKETS",
    "LAST_ADDRESS",
    "LAST_LINES",
    "LAST_NOTE",
    "LAST_TAGS",
    "WITHOUT_ITEMS",
    "WITH_ADDRESS",
    "NOTE_SAYS_NULL",
    "ITEMS_NULL_OR_EMPTY",
    "WITH_LINES",
    "AS_OF",
    "UPDATED_AT"
  )
values
  (
    "N"."DOMAIN_USERID",
    "N"."FIRST_ITEMS",
    "N"."LAST_ITEMS",
    "N"."ALL_ITEMS",
    "N"."BASKETS",
    "N"."LAST_ADDRESS",
    "N"."LAST_LINES",
    "N"."LAST_NOTE",
    "N"."LAST_TAGS",
    "N"."WITHOUT_ITEMS",
    "N"."WITH_ADDRESS",
    "N"."NOTE_SAYS_NULL",
    "N"."ITEMS_NULL_OR_EMPTY",
    "N"."WITH_LINES",
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
