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
--   published_as_of   as_of of the last publication
--   published_since   the clock before this publication
--   renew_before      rows that were updated before this time are sent to the Profiles Store again
--   rewrite           true where the rows of all keys are written
--   segments          live segments, joined by commas

-- write (:1 as_of, :2 expected_version, :3 fresh, :4 group_name, :5 published_as_of, :6 renew_before, :7 rewrite, :8 segments)
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
          "DOMAIN_USERID" as "KEY"
        from
          "SIGNALS_DERIVED"."VISITOR_1_ATTRIBUTES"
        where
          "UPDATED_AT" < cast(:6 as timestamp_ntz)
          or :7 = 'true'
      ),
      "LIVE_AGGREGATES" as (
        select
          "KEY",
          "COUNT_ANY_EVENT_04A949EC",
          "COUNT_PURCHASE_6544B52E",
          "MAX_DERIVED_TSTAMP_1D274E3D",
          "MAX_DERIVED_TSTAMP_970BEC76",
          "MIN_DERIVED_TSTAMP_08587E94",
          "BUCKET" >= dateadd(day, -7, date_trunc('day', cast(:1 as timestamp_ntz)))
          and "BUCKET" < date_trunc('day', cast(:1 as timestamp_ntz)) as "IN_LAST_7_DAYS"
        from
          "SIGNALS_DERIVED"."VISITOR_1_AGGREGATES"
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
          max("MAX_DERIVED_TSTAMP_1D274E3D") as "MAX_DERIVED_TSTAMP_1D274E3D_EVER",
          max("MAX_DERIVED_TSTAMP_970BEC76") as "MAX_DERIVED_TSTAMP_970BEC76_EVER",
          min("MIN_DERIVED_TSTAMP_08587E94") as "MIN_DERIVED_TSTAMP_08587E94_EVER",
          min(iff("IN_LAST_7_DAYS", "MIN_DERIVED_TSTAMP_08587E94", null)) as "MIN_DERIVED_TSTAMP_08587E94_IN_LAST_7_DAYS"
        from
          "LIVE_AGGREGATES"
        group by
          "KEY"
        having
          sum("COUNT_ANY_EVENT_04A949EC") > 0
          or sum("COUNT_PURCHASE_6544B52E") > 0
      ),
      "PARTS_OF_VALUES_OF_KEYS" as (
        select
          "S"."KEY",
          "S"."MAX_DERIVED_TSTAMP_970BEC76_EVER",
          "S"."MIN_DERIVED_TSTAMP_08587E94_EVER",
          "S"."MAX_DERIVED_TSTAMP_1D274E3D_EVER",
          "S"."MIN_DERIVED_TSTAMP_08587E94_IN_LAST_7_DAYS",
          nullif(
            nullif(
              nullif(
                (
                  timestampdiff(
                    microsecond,
                    case
                      when "S"."MIN_DERIVED_TSTAMP_08587E94_EVER" > cast(:1 as timestamp_ntz) then cast(:1 as timestamp_ntz)
                      else "S"."MIN_DERIVED_TSTAMP_08587E94_EVER"
                    end,
                    cast(:1 as timestamp_ntz)
                  ) / cast(86400000000 as float)
                ),
                'nan'::float
              ),
              'inf'::float
            ),
            '-inf'::float
          ) as "MIN_DERIVED_TSTAMP_08587E94_EVER_FINITE",
          nullif(
            nullif(
              nullif(
                (
                  timestampdiff(
                    microsecond,
                    case
                      when "S"."MAX_DERIVED_TSTAMP_970BEC76_EVER" > cast(:1 as timestamp_ntz) then cast(:1 as timestamp_ntz)
                      else "S"."MAX_DERIVED_TSTAMP_970BEC76_EVER"
                    end,
                    cast(:1 as timestamp_ntz)
                  ) / cast(3600000000 as float)
                ),
                'nan'::float
              ),
              'inf'::float
            ),
            '-inf'::float
          ) as "MAX_DERIVED_TSTAMP_970BEC76_EVER_FINITE"
        from
          "SCALARS" as "S"
      ),
      "NEW_VALUES" as (
        select
          "S"."KEY" as "DOMAIN_USERID",
          (
            timestampdiff(
              microsecond,
              case
                when "S"."MAX_DERIVED_TSTAMP_970BEC76_EVER" > cast(:1 as timestamp_ntz) then cast(:1 as timestamp_ntz)
                else "S"."MAX_DERIVED_TSTAMP_970BEC76_EVER"
              end,
              cast(:1 as timestamp_ntz)
            ) / cast(1000000 as float)
          ) as "SECONDS_SINCE_LAST",
          (
            timestampdiff(
              microsecond,
              case
                when "S"."MAX_DERIVED_TSTAMP_970BEC76_EVER" > cast(:1 as timestamp_ntz) then cast(:1 as timestamp_ntz)
                else "S"."MAX_DERIVED_TSTAMP_970BEC76_EVER"
              end,
              cast(:1 as timestamp_ntz)
            ) / cast(60000000 as float)
          ) as "MINUTES_SINCE_LAST",
          (
            timestampdiff(
              microsecond,
              case
                when "S"."MAX_DERIVED_TSTAMP_970BEC76_EVER" > cast(:1 as timestamp_ntz) then cast(:1 as timestamp_ntz)
                else "S"."MAX_DERIVED_TSTAMP_970BEC76_EVER"
              end,
              cast(:1 as timestamp_ntz)
            ) / cast(3600000000 as float)
          ) as "HOURS_SINCE_LAST",
          (
            timestampdiff(
              microsecond,
              case
                when "S"."MIN_DERIVED_TSTAMP_08587E94_EVER" > cast(:1 as timestamp_ntz) then cast(:1 as timestamp_ntz)
                else "S"."MIN_DERIVED_TSTAMP_08587E94_EVER"
              end,
              cast(:1 as timestamp_ntz)
            ) / cast(86400000000 as float)
          ) as "DAYS_SINCE_FIRST",
          iff(
            coalesce(
              try_to_decimal(
                cast(
                  (
                    timestampdiff(
                      microsecond,
                      case
                        when "S"."MIN_DERIVED_TSTAMP_08587E94_EVER" > cast(:1 as timestamp_ntz) then cast(:1 as timestamp_ntz)
                        else "S"."MIN_DERIVED_TSTAMP_08587E94_EVER"
                      end,
                      cast(:1 as timestamp_ntz)
                    ) / cast(86400000000 as float)
                  ) as varchar
                ),
                38,
                0
              ),
              (sign("S"."MIN_DERIVED_TSTAMP_08587E94_EVER_FINITE") * 1e37)::number(38, 0)
            ) between -2147483648 and 2147483647,
            coalesce(
              try_to_decimal(
                cast(
                  (
                    timestampdiff(
                      microsecond,
                      case
                        when "S"."MIN_DERIVED_TSTAMP_08587E94_EVER" > cast(:1 as timestamp_ntz) then cast(:1 as timestamp_ntz)
                        else "S"."MIN_DERIVED_TSTAMP_08587E94_EVER"
                      end,
                      cast(:1 as timestamp_ntz)
                    ) / cast(86400000000 as float)
                  ) as varchar
                ),
                38,
                0
              ),
              (sign("S"."MIN_DERIVED_TSTAMP_08587E94_EVER_FINITE") * 1e37)::number(38, 0)
            ),
            null
          ) as "WHOLE_DAYS_SINCE_FIRST",
          case
            when "S"."MAX_DERIVED_TSTAMP_970BEC76_EVER_FINITE" = 0 then '0'
            when abs("S"."MAX_DERIVED_TSTAMP_970BEC76_EVER_FINITE") >= 1e21
            or abs("S"."MAX_DERIVED_TSTAMP_970BEC76_EVER_FINITE") < 1e-6 then regexp_replace(cast("S"."MAX_DERIVED_TSTAMP_970BEC76_EVER_FINITE" as varchar), 'e([+-])0+', 'e\\1')
            when abs("S"."MAX_DERIVED_TSTAMP_970BEC76_EVER_FINITE") >= 1e15
            and "S"."MAX_DERIVED_TSTAMP_970BEC76_EVER_FINITE" = trunc("S"."MAX_DERIVED_TSTAMP_970BEC76_EVER_FINITE") then to_decimal(cast("S"."MAX_DERIVED_TSTAMP_970BEC76_EVER_FINITE" as varchar), 38, 0)::varchar
            when abs("S"."MAX_DERIVED_TSTAMP_970BEC76_EVER_FINITE") < 1e-3 then rtrim(to_decimal(cast("S"."MAX_DERIVED_TSTAMP_970BEC76_EVER_FINITE" as varchar), 38, 28)::varchar, '0')
            else regexp_replace(cast("S"."MAX_DERIVED_TSTAMP_970BEC76_EVER_FINITE" as varchar), '\\.0$', '')
          end as "HOURS_AS_TEXT",
          (
            timestampdiff(
              microsecond,
              case
                when "S"."MAX_DERIVED_TSTAMP_1D274E3D_EVER" > cast(:1 as timestamp_ntz) then cast(:1 as timestamp_ntz)
                else "S"."MAX_DERIVED_TSTAMP_1D274E3D_EVER"
              end,
              cast(:1 as timestamp_ntz)
            ) / cast(86400000000 as float)
          ) as "DAYS_SINCE_PURCHASE",
          coalesce(
            (
              timestampdiff(
                microsecond,
                case
                  when "S"."MAX_DERIVED_TSTAMP_1D274E3D_EVER" > cast(:1 as timestamp_ntz) then cast(:1 as timestamp_ntz)
                  else "S"."MAX_DERIVED_TSTAMP_1D274E3D_EVER"
                end,
                cast(:1 as timestamp_ntz)
              ) / cast(86400000000 as float)
            ),
            9999::float
          ) as "DAYS_OR_NEVER",
          (
            timestampdiff(
              microsecond,
              case
                when "S"."MIN_DERIVED_TSTAMP_08587E94_IN_LAST_7_DAYS" > cast(:1 as timestamp_ntz) then cast(:1 as timestamp_ntz)
                else "S"."MIN_DERIVED_TSTAMP_08587E94_IN_LAST_7_DAYS"
              end,
              cast(:1 as timestamp_ntz)
            ) / cast(3600000000 as float)
          ) as "SINCE_FIRST_OF_WEEK"
        from
          "PARTS_OF_VALUES_OF_KEYS" as "S"
      ),
      "PUBLISHED_VALUES" as (
        select
          "DOMAIN_USERID",
          "SECONDS_SINCE_LAST",
          "MINUTES_SINCE_LAST",
          "HOURS_SINCE_LAST",
          "DAYS_SINCE_FIRST",
          "WHOLE_DAYS_SINCE_FIRST",
          "HOURS_AS_TEXT",
          "DAYS_SINCE_PURCHASE",
          "DAYS_OR_NEVER",
          "SINCE_FIRST_OF_WEEK",
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
      "N"."SECONDS_SINCE_LAST",
      "N"."MINUTES_SINCE_LAST",
      "N"."HOURS_SINCE_LAST",
      "N"."DAYS_SINCE_FIRST",
      "N"."WHOLE_DAYS_SINCE_FIRST",
      "N"."HOURS_AS_TEXT",
      "N"."DAYS_SINCE_PURCHASE",
      "N"."DAYS_OR_NEVER",
      "N"."SINCE_FIRST_OF_WEEK",
      cast(:1 as timestamp_ntz) as "AS_OF",
      case
        when "N"."DOMAIN_USERID" is null then cast(null as timestamp_ntz)
        when "P"."DOMAIN_USERID" is not null
        and "P"."UPDATED_AT" >= cast(:6 as timestamp_ntz)
        and equal_null("N"."SECONDS_SINCE_LAST", "P"."SECONDS_SINCE_LAST")
        and equal_null("N"."MINUTES_SINCE_LAST", "P"."MINUTES_SINCE_LAST")
        and equal_null("N"."HOURS_SINCE_LAST", "P"."HOURS_SINCE_LAST")
        and equal_null("N"."DAYS_SINCE_FIRST", "P"."DAYS_SINCE_FIRST")
        and equal_null("N"."WHOLE_DAYS_SINCE_FIRST", "P"."WHOLE_DAYS_SINCE_FIRST")
        and equal_null("N"."HOURS_AS_TEXT", "P"."HOURS_AS_TEXT")
        and equal_null("N"."DAYS_SINCE_PURCHASE", "P"."DAYS_SINCE_PURCHASE")
        and equal_null("N"."DAYS_OR_NEVER", "P"."DAYS_OR_NEVER")
        and equal_null("N"."SINCE_FIRST_OF_WEEK", "P"."SINCE_FIRST_OF_WEEK") then "P"."UPDATED_AT"
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
  "SECONDS_SINCE_LAST" = "N"."SECONDS_SINCE_LAST",
  "MINUTES_SINCE_LAST" = "N"."MINUTES_SINCE_LAST",
  "HOURS_SINCE_LAST" = "N"."HOURS_SINCE_LAST",
  "DAYS_SINCE_FIRST" = "N"."DAYS_SINCE_FIRST",
  "WHOLE_DAYS_SINCE_FIRST" = "N"."WHOLE_DAYS_SINCE_FIRST",
  "HOURS_AS_TEXT" = "N"."HOURS_AS_TEXT",
  "DAYS_SINCE_PURCHASE" = "N"."DAYS_SINCE_PURCHASE",
  "DAYS_OR_NEVER" = "N"."DAYS_OR_NEVER",
  "SINCE_FIRST_OF_WEEK" = "N"."SINCE_FIRST_OF_WEEK",
  "AS_OF" = "N"."AS_OF",
  "UPDATED_AT" = "N"."UPDATED_AT"
when not matched then insert
  (
    "DOMAIN_USERID",
    "SECONDS_SINCE_LAST",
    "MINUTES_SINCE_LAST",
    "HOURS_SINCE_LAST",
    "DAYS_SINCE_FIRST",
    "WHOLE_DAYS_SINCE_FIRST",
    "HOURS_AS_TEXT",
    "DAYS_SINCE_PURCHASE",
    "DAYS_OR_NEVER",
    "SINCE_FIRST_OF_WEEK",
    "AS_OF",
    "UPDATED_AT"
  )
values
  (
    "N"."DOMAIN_USERID",
    "N"."SECONDS_SINCE_LAST",
    "N"."MINUTES_SINCE_LAST",
    "N"."HOURS_SINCE_LAST",
    "N"."DAYS_SINCE_FIRST",
    "N"."WHOLE_DAYS_SINCE_FIRST",
    "N"."HOURS_AS_TEXT",
    "N"."DAYS_SINCE_PURCHASE",
    "N"."DAYS_OR_NEVER",
    "N"."SINCE_FIRST_OF_WEEK",
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
