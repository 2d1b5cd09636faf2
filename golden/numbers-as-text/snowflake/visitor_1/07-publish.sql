-- visitor_1: publish
-- Writes the attributes of the keys of visitor_1 that new segments or the edges of windows have
-- touched, made of the live segments, and deletes keys that are gone; updated_at moves only where
-- values changed. Writes nothing once another run has changed the ledger.
-- reads:  visitor_1_aggregates, visitor_1_attributes, sbe_ledger
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
          "COUNT_ANY_EVENT_BY_SE_LABEL_00E077BE",
          "COUNT_ANY_EVENT_BY_SE_LABEL_42FD0E98",
          "COUNT_ANY_EVENT_BY_SE_LABEL_D1F1C04B",
          "COUNT_VALUES_SE_LABEL_58A28D62",
          "LAST_SE_LABEL_2C38A6E0",
          "LAST_SE_LABEL_8CA5F092",
          "MAX_SE_LABEL_48BF9F0B",
          "MAX_SE_LABEL_EF0E49E7",
          "MIN_SE_LABEL_7423919A",
          "SUM_SE_LABEL_36B02D09"
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
          sum("COUNT_ANY_EVENT_BY_SE_LABEL_00E077BE") as "COUNT_ANY_EVENT_BY_SE_LABEL_00E077BE_EVER",
          sum("COUNT_ANY_EVENT_BY_SE_LABEL_42FD0E98") as "COUNT_ANY_EVENT_BY_SE_LABEL_42FD0E98_EVER",
          sum("COUNT_ANY_EVENT_BY_SE_LABEL_D1F1C04B") as "COUNT_ANY_EVENT_BY_SE_LABEL_D1F1C04B_EVER",
          sum("COUNT_VALUES_SE_LABEL_58A28D62") as "COUNT_VALUES_SE_LABEL_58A28D62_EVER",
          max("LAST_SE_LABEL_2C38A6E0") as "LAST_SE_LABEL_2C38A6E0_EVER",
          max("LAST_SE_LABEL_8CA5F092") as "LAST_SE_LABEL_8CA5F092_EVER",
          max("MAX_SE_LABEL_48BF9F0B") as "MAX_SE_LABEL_48BF9F0B_EVER",
          max("MAX_SE_LABEL_EF0E49E7") as "MAX_SE_LABEL_EF0E49E7_EVER",
          min("MIN_SE_LABEL_7423919A") as "MIN_SE_LABEL_7423919A_EVER",
          sum("SUM_SE_LABEL_36B02D09") as "SUM_SE_LABEL_36B02D09_EVER"
        from
          "LIVE_AGGREGATES"
        group by
          "KEY"
        having
          sum("COUNT_ANY_EVENT_04A949EC") > 0
          or sum("COUNT_ANY_EVENT_BY_SE_LABEL_00E077BE") > 0
          or sum("COUNT_ANY_EVENT_BY_SE_LABEL_42FD0E98") > 0
          or sum("COUNT_ANY_EVENT_BY_SE_LABEL_D1F1C04B") > 0
      ),
      "PARTS_OF_VALUES_OF_KEYS" as (
        select
          "S"."KEY",
          "S"."MAX_SE_LABEL_EF0E49E7_EVER",
          "S"."MAX_SE_LABEL_48BF9F0B_EVER",
          "S"."MIN_SE_LABEL_7423919A_EVER",
          "S"."SUM_SE_LABEL_36B02D09_EVER",
          "S"."COUNT_VALUES_SE_LABEL_58A28D62_EVER",
          "S"."LAST_SE_LABEL_2C38A6E0_EVER",
          "S"."COUNT_ANY_EVENT_BY_SE_LABEL_D1F1C04B_EVER",
          "S"."COUNT_ANY_EVENT_BY_SE_LABEL_42FD0E98_EVER",
          "S"."COUNT_ANY_EVENT_BY_SE_LABEL_00E077BE_EVER",
          to_double(cast("S"."SUM_SE_LABEL_36B02D09_EVER" as varchar)) as "SUM_SE_LABEL_36B02D09_EVER_DOUBLE",
          nullif(
            nullif(
              nullif(
                (
                  to_double(cast("S"."SUM_SE_LABEL_36B02D09_EVER" as varchar)) / cast("S"."COUNT_VALUES_SE_LABEL_58A28D62_EVER" as float)
                ),
                'nan'::float
              ),
              'inf'::float
            ),
            '-inf'::float
          ) as "SUM_SE_LABEL_36B02D09_EVER_FINITE",
          regexp_substr(
            substr("S"."LAST_SE_LABEL_8CA5F092_EVER", position(' ', "S"."LAST_SE_LABEL_8CA5F092_EVER") + 1),
            '^[[:space:]]*([+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?)[[:space:]]*$',
            1,
            1,
            'e',
            1
          ) as "LAST_SE_LABEL_8CA5F092_EVER_NUMBER"
        from
          "SCALARS" as "S"
      ),
      "PARTS_OF_VALUES_OF_KEYS_2" as (
        select
          "S"."KEY",
          "S"."MAX_SE_LABEL_EF0E49E7_EVER",
          "S"."MAX_SE_LABEL_48BF9F0B_EVER",
          "S"."MIN_SE_LABEL_7423919A_EVER",
          "S"."SUM_SE_LABEL_36B02D09_EVER",
          "S"."SUM_SE_LABEL_36B02D09_EVER_DOUBLE",
          "S"."COUNT_VALUES_SE_LABEL_58A28D62_EVER",
          "S"."SUM_SE_LABEL_36B02D09_EVER_FINITE",
          "S"."LAST_SE_LABEL_8CA5F092_EVER_NUMBER",
          "S"."LAST_SE_LABEL_2C38A6E0_EVER",
          "S"."COUNT_ANY_EVENT_BY_SE_LABEL_D1F1C04B_EVER",
          "S"."COUNT_ANY_EVENT_BY_SE_LABEL_42FD0E98_EVER",
          "S"."COUNT_ANY_EVENT_BY_SE_LABEL_00E077BE_EVER",
          nullif(nullif(try_to_double("S"."LAST_SE_LABEL_8CA5F092_EVER_NUMBER"), 'inf'::float), '-inf'::float) as "LAST_SE_LABEL_8CA5F092_EVER_DOUBLE"
        from
          "PARTS_OF_VALUES_OF_KEYS" as "S"
      ),
      "NEW_VALUES" as (
        select
          "S"."KEY" as "DOMAIN_USERID",
          iff(
            "S"."MAX_SE_LABEL_EF0E49E7_EVER" between -9223372036854775808 and 9223372036854775807,
            "S"."MAX_SE_LABEL_EF0E49E7_EVER",
            null
          ) as "MAX_NUMBER",
          "S"."MAX_SE_LABEL_48BF9F0B_EVER" as "MAX_TEXT",
          "S"."MIN_SE_LABEL_7423919A_EVER" as "MIN_NUMBER",
          coalesce(to_double(cast("S"."SUM_SE_LABEL_36B02D09_EVER" as varchar)), 0::float) as "TOTAL",
          coalesce(
            iff(
              "S"."SUM_SE_LABEL_36B02D09_EVER" = trunc("S"."SUM_SE_LABEL_36B02D09_EVER")
              and abs("S"."SUM_SE_LABEL_36B02D09_EVER") < 1e21,
              trunc("S"."SUM_SE_LABEL_36B02D09_EVER")::number(38, 0)::varchar,
              case
                when "S"."SUM_SE_LABEL_36B02D09_EVER_DOUBLE" = 0 then '0'
                when abs("S"."SUM_SE_LABEL_36B02D09_EVER_DOUBLE") >= 1e21
                or abs("S"."SUM_SE_LABEL_36B02D09_EVER_DOUBLE") < 1e-6 then regexp_replace(cast("S"."SUM_SE_LABEL_36B02D09_EVER_DOUBLE" as varchar), 'e([+-])0+', 'e\\1')
                when abs("S"."SUM_SE_LABEL_36B02D09_EVER_DOUBLE") >= 1e15
                and "S"."SUM_SE_LABEL_36B02D09_EVER_DOUBLE" = trunc("S"."SUM_SE_LABEL_36B02D09_EVER_DOUBLE") then to_decimal(cast("S"."SUM_SE_LABEL_36B02D09_EVER_DOUBLE" as varchar), 38, 0)::varchar
                when abs("S"."SUM_SE_LABEL_36B02D09_EVER_DOUBLE") < 1e-3 then rtrim(to_decimal(cast("S"."SUM_SE_LABEL_36B02D09_EVER_DOUBLE" as varchar), 38, 28)::varchar, '0')
                else regexp_replace(cast("S"."SUM_SE_LABEL_36B02D09_EVER_DOUBLE" as varchar), '\\.0$', '')
              end
            ),
            '0'
          ) as "TOTAL_AS_TEXT",
          case
            when "S"."SUM_SE_LABEL_36B02D09_EVER" is null then 0
            else iff(
              cast(round("S"."SUM_SE_LABEL_36B02D09_EVER", 0) as number(38, 0)) between -9223372036854775808 and 9223372036854775807,
              cast(round("S"."SUM_SE_LABEL_36B02D09_EVER", 0) as number(38, 0)),
              null
            )
          end as "TOTAL_ROUNDED",
          (
            to_double(cast("S"."SUM_SE_LABEL_36B02D09_EVER" as varchar)) / cast("S"."COUNT_VALUES_SE_LABEL_58A28D62_EVER" as float)
          ) as "AVERAGE",
          iff(
            coalesce(
              try_to_decimal(
                cast(
                  (
                    to_double(cast("S"."SUM_SE_LABEL_36B02D09_EVER" as varchar)) / cast("S"."COUNT_VALUES_SE_LABEL_58A28D62_EVER" as float)
                  ) as varchar
                ),
                38,
                0
              ),
              (sign("S"."SUM_SE_LABEL_36B02D09_EVER_FINITE") * 1e37)::number(38, 0)
            ) between -2147483648 and 2147483647,
            coalesce(
              try_to_decimal(
                cast(
                  (
                    to_double(cast("S"."SUM_SE_LABEL_36B02D09_EVER" as varchar)) / cast("S"."COUNT_VALUES_SE_LABEL_58A28D62_EVER" as float)
                  ) as varchar
                ),
                38,
                0
              ),
              (sign("S"."SUM_SE_LABEL_36B02D09_EVER_FINITE") * 1e37)::number(38, 0)
            ),
            null
          ) as "AVERAGE_ROUNDED",
          iff(
            coalesce(
              try_to_decimal("S"."LAST_SE_LABEL_8CA5F092_EVER_NUMBER", 38, 0),
              (sign("S"."LAST_SE_LABEL_8CA5F092_EVER_DOUBLE") * 1e37)::number(38, 0)
            ) between -9223372036854775808 and 9223372036854775807,
            coalesce(
              try_to_decimal("S"."LAST_SE_LABEL_8CA5F092_EVER_NUMBER", 38, 0),
              (sign("S"."LAST_SE_LABEL_8CA5F092_EVER_DOUBLE") * 1e37)::number(38, 0)
            ),
            null
          ) as "LAST_NUMBER",
          iff(
            coalesce(
              try_to_decimal("S"."LAST_SE_LABEL_8CA5F092_EVER_NUMBER", 38, 0),
              (sign("S"."LAST_SE_LABEL_8CA5F092_EVER_DOUBLE") * 1e37)::number(38, 0)
            ) between -2147483648 and 2147483647,
            coalesce(
              try_to_decimal("S"."LAST_SE_LABEL_8CA5F092_EVER_NUMBER", 38, 0),
              (sign("S"."LAST_SE_LABEL_8CA5F092_EVER_DOUBLE") * 1e37)::number(38, 0)
            ),
            null
          ) as "LAST_NUMBER_INT32",
          substr("S"."LAST_SE_LABEL_2C38A6E0_EVER", position(' ', "S"."LAST_SE_LABEL_2C38A6E0_EVER") + 1) as "LAST_TEXT",
          coalesce(cast("S"."COUNT_ANY_EVENT_BY_SE_LABEL_D1F1C04B_EVER" as number(38, 0)), 0) as "ABOVE_NINE",
          coalesce(cast("S"."COUNT_ANY_EVENT_BY_SE_LABEL_42FD0E98_EVER" as number(38, 0)), 0) as "ABOVE_NINE_AS_TEXT",
          coalesce(cast("S"."COUNT_ANY_EVENT_BY_SE_LABEL_00E077BE_EVER" as number(38, 0)), 0) as "TWELVE"
        from
          "PARTS_OF_VALUES_OF_KEYS_2" as "S"
      ),
      "PUBLISHED_VALUES" as (
        select
          "DOMAIN_USERID",
          "MAX_NUMBER",
          "MAX_TEXT",
          "MIN_NUMBER",
          "TOTAL",
          "TOTAL_AS_TEXT",
          "TOTAL_ROUNDED",
          "AVERAGE",
          "AVERAGE_ROUNDED",
          "LAST_NUMBER",
          "LAST_NUMBER_INT32",
          "LAST_TEXT",
          "ABOVE_NINE",
          "ABOVE_NINE_AS_TEXT",
          "TWELVE",
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
      "N"."MAX_NUMBER",
      "N"."MAX_TEXT",
      "N"."MIN_NUMBER",
      "N"."TOTAL",
      "N"."TOTAL_AS_TEXT",
      "N"."TOTAL_ROUNDED",
      "N"."AVERAGE",
      "N"."AVERAGE_ROUNDED",
      "N"."LAST_NUMBER",
      "N"."LAST_NUMBER_INT32",
      "N"."LAST_TEXT",
      "N"."ABOVE_NINE",
      "N"."ABOVE_NINE_AS_TEXT",
      "N"."TWELVE",
      cast(:1 as timestamp_ntz) as "AS_OF",
      case
        when "N"."DOMAIN_USERID" is null then cast(null as timestamp_ntz)
        when "P"."DOMAIN_USERID" is not null
        and "P"."UPDATED_AT" >= cast(:5 as timestamp_ntz)
        and equal_null("N"."MAX_NUMBER", "P"."MAX_NUMBER")
        and equal_null("N"."MAX_TEXT", "P"."MAX_TEXT")
        and equal_null("N"."MIN_NUMBER", "P"."MIN_NUMBER")
        and equal_null("N"."TOTAL", "P"."TOTAL")
        and equal_null("N"."TOTAL_AS_TEXT", "P"."TOTAL_AS_TEXT")
        and equal_null("N"."TOTAL_ROUNDED", "P"."TOTAL_ROUNDED")
        and equal_null("N"."AVERAGE", "P"."AVERAGE")
        and equal_null("N"."AVERAGE_ROUNDED", "P"."AVERAGE_ROUNDED")
        and equal_null("N"."LAST_NUMBER", "P"."LAST_NUMBER")
        and equal_null("N"."LAST_NUMBER_INT32", "P"."LAST_NUMBER_INT32")
        and equal_null("N"."LAST_TEXT", "P"."LAST_TEXT")
        and equal_null("N"."ABOVE_NINE", "P"."ABOVE_NINE")
        and equal_null("N"."ABOVE_NINE_AS_TEXT", "P"."ABOVE_NINE_AS_TEXT")
        and equal_null("N"."TWELVE", "P"."TWELVE") then "P"."UPDATED_AT"
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
  "MAX_NUMBER" = "N"."MAX_NUMBER",
  "MAX_TEXT" = "N"."MAX_TEXT",
  "MIN_NUMBER" = "N"."MIN_NUMBER",
  "TOTAL" = "N"."TOTAL",
  "TOTAL_AS_TEXT" = "N"."TOTAL_AS_TEXT",
  "TOTAL_ROUNDED" = "N"."TOTAL_ROUNDED",
  "AVERAGE" = "N"."AVERAGE",
  "AVERAGE_ROUNDED" = "N"."AVERAGE_ROUNDED",
  "LAST_NUMBER" = "N"."LAST_NUMBER",
  "LAST_NUMBER_INT32" = "N"."LAST_NUMBER_INT32",
  "LAST_TEXT" = "N"."LAST_TEXT",
  "ABOVE_NINE" = "N"."ABOVE_NINE",
  "ABOVE_NINE_AS_TEXT" = "N"."ABOVE_NINE_AS_TEXT",
  "TWELVE" = "N"."TWELVE",
  "AS_OF" = "N"."AS_OF",
  "UPDATED_AT" = "N"."UPDATED_AT"
when not matched then insert
  (
    "DOMAIN_USERID",
    "MAX_NUMBER",
    "MAX_TEXT",
    "MIN_NUMBER",
    "TOTAL",
    "TOTAL_AS_TEXT",
    "TOTAL_ROUNDED",
    "AVERAGE",
    "AVERAGE_ROUNDED",
    "LAST_NUMBER",
    "LAST_NUMBER_INT32",
    "LAST_TEXT",
    "ABOVE_NINE",
    "ABOVE_NINE_AS_TEXT",
    "TWELVE",
    "AS_OF",
    "UPDATED_AT"
  )
values
  (
    "N"."DOMAIN_USERID",
    "N"."MAX_NUMBER",
    "N"."MAX_TEXT",
    "N"."MIN_NUMBER",
    "N"."TOTAL",
    "N"."TOTAL_AS_TEXT",
    "N"."TOTAL_ROUNDED",
    "N"."AVERAGE",
    "N"."AVERAGE_ROUNDED",
    "N"."LAST_NUMBER",
    "N"."LAST_NUMBER_INT32",
    "N"."LAST_TEXT",
    "N"."ABOVE_NINE",
    "N"."ABOVE_NINE_AS_TEXT",
    "N"."TWELVE",
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
