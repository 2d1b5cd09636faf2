-- select_1: publish
-- Writes the attributes of the keys of select_1 that new segments or the edges of windows have
-- touched, made of the live segments, and deletes keys that are gone; updated_at moves only where
-- values changed. Writes nothing once another run has changed the ledger.
-- reads:  select_1_aggregates, select_1_value_aggregates, select_1_attributes, sbe_ledger
-- writes: select_1_attributes
-- parameters:
--   as_of             the time of the attributes
--   expected_version  the version of the row of the ledger, as this run knows it
--   fresh             live segments that the last publication did not have, joined by commas
--   group_name        the group, as <group>_<version>
--   published_as_of   as_of of the last publication
--   published_since   the clock before this publication
--   renew_before      rows that were updated before this time are sent to the Profiles Store again
--   rewrite           true where the rows of all keys are written
--   segments          live segments, joined by commas

-- write (:1 as_of, :2 expected_version, :3 fresh, :4 group_name, :5 published_as_of, :6 renew_before, :7 rewrite, :8 segments)
merge into
  "SIGNALS_DERIVED"."SELECT_1_ATTRIBUTES" as "P" using (
    with
      "TOUCHED_KEYS" as (
        select
          "KEY"
        from
          "SIGNALS_DERIVED"."SELECT_1_AGGREGATES"
        where
          "SEGMENT" in (
            select
              value
            from
              table (split_to_table(:3, ','))
          )
          or (
            "SEGMENT" in (
              select
                value
              from
                table (split_to_table(:8, ','))
            )
            and (
              (
                "BUCKET" >= dateadd(day, -7, date_trunc('day', cast(:5 as timestamp_ntz)))
                and "BUCKET" < dateadd(day, -7, date_trunc('day', cast(:1 as timestamp_ntz)))
              )
              or (
                "BUCKET" >= date_trunc('day', cast(:5 as timestamp_ntz))
                and "BUCKET" < date_trunc('day', cast(:1 as timestamp_ntz))
              )
            )
          )
        union all
        select
          "KEY"
        from
          "SIGNALS_DERIVED"."SELECT_1_VALUE_AGGREGATES"
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
          "SIGNALS_DERIVED"."SELECT_1_ATTRIBUTES"
        where
          "UPDATED_AT" < cast(:6 as timestamp_ntz)
          or :7 = 'true'
      ),
      "LIVE_AGGREGATES" as (
        select
          "KEY",
          "COUNT_ANY_EVENT_08B5A954",
          "COUNT_ANY_EVENT_BY_SE_LABEL_6924E871",
          "COUNT_ANY_EVENT_BY_SE_LABEL_74BBFD42",
          "COUNT_ANY_EVENT_BY_SE_LABEL_A3100152",
          "COUNT_ANY_EVENT_BY_SE_LABEL_E6A7F1A8",
          "LAST_EVENT_ID_837C1B68",
          "LAST_EVENT_ID_F1D6C598",
          "LAST_ORDER_372C8C72",
          "LAST_SE_LABEL_2C38A6E0",
          "MAX_SE_LABEL_48BF9F0B",
          "BUCKET" >= dateadd(day, -7, date_trunc('day', cast(:1 as timestamp_ntz)))
          and "BUCKET" < date_trunc('day', cast(:1 as timestamp_ntz)) as "IN_LAST_7_DAYS"
        from
          "SIGNALS_DERIVED"."SELECT_1_AGGREGATES"
        where
          "SEGMENT" in (
            select
              value
            from
              table (split_to_table(:8, ','))
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
          sum(iff("IN_LAST_7_DAYS", "COUNT_ANY_EVENT_08B5A954", null)) as "COUNT_ANY_EVENT_08B5A954_IN_LAST_7_DAYS",
          sum("COUNT_ANY_EVENT_BY_SE_LABEL_6924E871") as "COUNT_ANY_EVENT_BY_SE_LABEL_6924E871_EVER",
          sum("COUNT_ANY_EVENT_BY_SE_LABEL_74BBFD42") as "COUNT_ANY_EVENT_BY_SE_LABEL_74BBFD42_EVER",
          sum("COUNT_ANY_EVENT_BY_SE_LABEL_A3100152") as "COUNT_ANY_EVENT_BY_SE_LABEL_A3100152_EVER",
          sum("COUNT_ANY_EVENT_BY_SE_LABEL_E6A7F1A8") as "COUNT_ANY_EVENT_BY_SE_LABEL_E6A7F1A8_EVER",
          max("LAST_EVENT_ID_837C1B68") as "LAST_EVENT_ID_837C1B68_EVER",
          max("LAST_EVENT_ID_F1D6C598") as "LAST_EVENT_ID_F1D6C598_EVER",
          max("LAST_ORDER_372C8C72") as "LAST_ORDER_372C8C72_EVER",
          max("LAST_SE_LABEL_2C38A6E0") as "LAST_SE_LABEL_2C38A6E0_EVER",
          max("MAX_SE_LABEL_48BF9F0B") as "MAX_SE_LABEL_48BF9F0B_EVER"
        from
          "LIVE_AGGREGATES"
        group by
          "KEY"
        having
          sum("COUNT_ANY_EVENT_08B5A954") > 0
          or sum("COUNT_ANY_EVENT_BY_SE_LABEL_6924E871") > 0
          or sum("COUNT_ANY_EVENT_BY_SE_LABEL_74BBFD42") > 0
          or sum("COUNT_ANY_EVENT_BY_SE_LABEL_A3100152") > 0
          or sum("COUNT_ANY_EVENT_BY_SE_LABEL_E6A7F1A8") > 0
      ),
      "LIVE_VALUES" as (
        select
          "KEY",
          "STATE",
          "VALUE",
          "N",
          "LAST_ORDER"
        from
          "SIGNALS_DERIVED"."SELECT_1_VALUE_AGGREGATES"
        where
          "SEGMENT" in (
            select
              value
            from
              table (split_to_table(:8, ','))
          )
          and "KEY" in (
            select
              "KEY"
            from
              "TOUCHED_KEYS"
          )
          and "STATE" in ('values_se_label_d258e54a')
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
              "STATE" = 'values_se_label_d258e54a'
              and "N_EVER" is not null
              and "BY_MOST_EVER" <= 100
            ) > 0,
            object_agg(
              iff(
                "STATE" = 'values_se_label_d258e54a'
                and "N_EVER" is not null
                and "BY_MOST_EVER" <= 100,
                "VALUE",
                null
              ),
              cast("N_EVER" as variant)
            ),
            null
          ) as "CATEGORIES_VALUES_SE_LABEL_D258E54A_EVER",
          iff(
            count_if(
              "STATE" = 'values_se_label_d258e54a'
              and "N_EVER" is not null
              and "BY_LATEST_EVER" <= 100
            ) > 0,
            array_agg(
              iff(
                "STATE" = 'values_se_label_d258e54a'
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
          ) as "LIST_VALUES_SE_LABEL_D258E54A_EVER"
        from
          "VALUE_RANKS"
        group by
          "KEY"
      ),
      "STATES_OF_KEYS" as (
        select
          "S"."KEY",
          "S"."COUNT_ANY_EVENT_08B5A954_IN_LAST_7_DAYS",
          "S"."COUNT_ANY_EVENT_BY_SE_LABEL_6924E871_EVER",
          "S"."COUNT_ANY_EVENT_BY_SE_LABEL_74BBFD42_EVER",
          "S"."COUNT_ANY_EVENT_BY_SE_LABEL_A3100152_EVER",
          "S"."COUNT_ANY_EVENT_BY_SE_LABEL_E6A7F1A8_EVER",
          "S"."LAST_EVENT_ID_837C1B68_EVER",
          "S"."LAST_EVENT_ID_F1D6C598_EVER",
          "S"."LAST_ORDER_372C8C72_EVER",
          "S"."LAST_SE_LABEL_2C38A6E0_EVER",
          "S"."MAX_SE_LABEL_48BF9F0B_EVER",
          "V"."CATEGORIES_VALUES_SE_LABEL_D258E54A_EVER",
          "V"."LIST_VALUES_SE_LABEL_D258E54A_EVER"
        from
          "SCALARS" as "S"
          left join "VALUE_SUMMARIES" as "V" on "V"."KEY" = "S"."KEY"
      ),
      "NEW_VALUES" as (
        select
          "S"."KEY" as "DOMAIN_USERID",
          coalesce(
            substr("S"."LAST_SE_LABEL_2C38A6E0_EVER", position(' ', "S"."LAST_SE_LABEL_2C38A6E0_EVER") + 1),
            'O''Reilly \\ {{ x }}'
          ) as "TABLE",
          coalesce("S"."CATEGORIES_VALUES_SE_LABEL_D258E54A_EVER", parse_json('{}', 'd')::object) as "ORDER",
          coalesce("S"."LIST_VALUES_SE_LABEL_D258E54A_EVER", cast(array_construct('it''s', '"quoted"', '\\') as array)) as "LIST",
          substr("S"."LAST_EVENT_ID_837C1B68_EVER", position(' ', "S"."LAST_EVENT_ID_837C1B68_EVER") + 1) as "EVENT_ID",
          substr("S"."LAST_ORDER_372C8C72_EVER", position(' ', "S"."LAST_ORDER_372C8C72_EVER") + 1) as "KEY",
          substr("S"."LAST_EVENT_ID_F1D6C598_EVER", position(' ', "S"."LAST_EVENT_ID_F1D6C598_EVER") + 1) as "BUCKET",
          coalesce(cast("S"."COUNT_ANY_EVENT_08B5A954_IN_LAST_7_DAYS" as number(38, 0)), 0) as "SEGMENT",
          "S"."MAX_SE_LABEL_48BF9F0B_EVER" as "VALUE",
          coalesce(cast("S"."COUNT_ANY_EVENT_BY_SE_LABEL_74BBFD42_EVER" as number(38, 0)), 0) as "ONE_OF_THEM",
          coalesce(cast("S"."COUNT_ANY_EVENT_BY_SE_LABEL_6924E871_EVER" as number(38, 0)), 0) as "IS_OREILLY",
          coalesce(cast("S"."COUNT_ANY_EVENT_BY_SE_LABEL_E6A7F1A8_EVER" as number(38, 0)), 0) as "LIKE_BACKSLASH",
          coalesce(cast("S"."COUNT_ANY_EVENT_BY_SE_LABEL_A3100152_EVER" as number(38, 0)), 0) as "LIKE_ONE_CHARACTER"
        from
          "STATES_OF_KEYS" as "S"
      ),
      "PUBLISHED_VALUES" as (
        select
          "DOMAIN_USERID",
          "TABLE",
          "ORDER",
          "LIST",
          "EVENT_ID",
          "KEY",
          "BUCKET",
          "SEGMENT",
          "VALUE",
          "ONE_OF_THEM",
          "IS_OREILLY",
          "LIKE_BACKSLASH",
          "LIKE_ONE_CHARACTER",
          "UPDATED_AT"
        from
          "SIGNALS_DERIVED"."SELECT_1_ATTRIBUTES"
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
      "N"."TABLE",
      "N"."ORDER",
      "N"."LIST",
      "N"."EVENT_ID",
      "N"."KEY",
      "N"."BUCKET",
      "N"."SEGMENT",
      "N"."VALUE",
      "N"."ONE_OF_THEM",
      "N"."IS_OREILLY",
      "N"."LIKE_BACKSLASH",
      "N"."LIKE_ONE_CHARACTER",
      cast(:1 as timestamp_ntz) as "AS_OF",
      case
        when "N"."DOMAIN_USERID" is null then cast(null as timestamp_ntz)
        when "P"."DOMAIN_USERID" is not null
        and "P"."UPDATED_AT" >= cast(:6 as timestamp_ntz)
        and equal_null("N"."TABLE", "P"."TABLE")
        and equal_null(to_json("N"."ORDER"), to_json("P"."ORDER"))
        and equal_null(to_json("N"."LIST"), to_json("P"."LIST"))
        and equal_null("N"."EVENT_ID", "P"."EVENT_ID")
        and equal_null("N"."KEY", "P"."KEY")
        and equal_null("N"."BUCKET", "P"."BUCKET")
        and equal_null("N"."SEGMENT", "P"."SEGMENT")
        and equal_null("N"."VALUE", "P"."VALUE")
        and equal_null("N"."ONE_OF_THEM", "P"."ONE_OF_THEM")
        and equal_null("N"."IS_OREILLY", "P"."IS_OREILLY")
        and equal_null("N"."LIKE_BACKSLASH", "P"."LIKE_BACKSLASH")
        and equal_null("N"."LIKE_ONE_CHARACTER", "P"."LIKE_ONE_CHARACTER") then "P"."UPDATED_AT"
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
  "TABLE" = "N"."TABLE",
  "ORDER" = "N"."ORDER",
  "LIST" = "N"."LIST",
  "EVENT_ID" = "N"."EVENT_ID",
  "KEY" = "N"."KEY",
  "BUCKET" = "N"."BUCKET",
  "SEGMENT" = "N"."SEGMENT",
  "VALUE" = "N"."VALUE",
  "ONE_OF_THEM" = "N"."ONE_OF_THEM",
  "IS_OREILLY" = "N"."IS_OREILLY",
  "LIKE_BACKSLASH" = "N"."LIKE_BACKSLASH",
  "LIKE_ONE_CHARACTER" = "N"."LIKE_ONE_CHARACTER",
  "AS_OF" = "N"."AS_OF",
  "UPDATED_AT" = "N"."UPDATED_AT"
when not matched then insert
  (
    "DOMAIN_USERID",
    "TABLE",
    "ORDER",
    "LIST",
    "EVENT_ID",
    "KEY",
    "BUCKET",
    "SEGMENT",
    "VALUE",
    "ONE_OF_THEM",
    "IS_OREILLY",
    "LIKE_BACKSLASH",
    "LIKE_ONE_CHARACTER",
    "AS_OF",
    "UPDATED_AT"
  )
values
  (
    "N"."DOMAIN_USERID",
    "N"."TABLE",
    "N"."ORDER",
    "N"."LIST",
    "N"."EVENT_ID",
    "N"."KEY",
    "N"."BUCKET",
    "N"."SEGMENT",
    "N"."VALUE",
    "N"."ONE_OF_THEM",
    "N"."IS_OREILLY",
    "N"."LIKE_BACKSLASH",
    "N"."LIKE_ONE_CHARACTER",
    "N"."AS_OF",
    "N"."UPDATED_AT"
  );

-- count (:1 published_since)
select
  count(*) as "KEY_COUNT",
  count_if("UPDATED_AT" >= cast(:1 as timestamp_ntz)) as "CHANGED_COUNT",
  min("UPDATED_AT") as "OLDEST_UPDATE"
from
  "SIGNALS_DERIVED"."SELECT_1_ATTRIBUTES";
