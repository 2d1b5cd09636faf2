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

-- write
merge into
  "signals_derived"."visitor_1_attributes" as "p" using (
    with
      "touched_keys" as (
        select
          "key"
        from
          "signals_derived"."visitor_1_aggregates"
        where
          "segment" in (
            select
              unnest(string_split($fresh, ','))
          )
        union all
        select
          "domain_userid" as "key"
        from
          "signals_derived"."visitor_1_attributes"
        where
          "updated_at" < cast($renew_before as timestamp)
          or $rewrite = 'true'
      ),
      "live_aggregates" as (
        select
          "key",
          "count_acme_event_d5c72e46",
          "count_any_event_04a949ec",
          "count_any_event_9d1514e5",
          "count_buy_afe8a863",
          "count_buy_b0b6d95c",
          "count_buy_d4242d26",
          "count_buy_fdf0667d",
          "count_buy_or_sell_a17f4a50"
        from
          "signals_derived"."visitor_1_aggregates"
        where
          "segment" in (
            select
              unnest(string_split($segments, ','))
          )
          and "key" in (
            select
              "key"
            from
              "touched_keys"
          )
      ),
      "scalars" as (
        select
          "key",
          sum("count_acme_event_d5c72e46") as "count_acme_event_d5c72e46_ever",
          sum("count_any_event_04a949ec") as "count_any_event_04a949ec_ever",
          sum("count_any_event_9d1514e5") as "count_any_event_9d1514e5_ever",
          sum("count_buy_afe8a863") as "count_buy_afe8a863_ever",
          sum("count_buy_b0b6d95c") as "count_buy_b0b6d95c_ever",
          sum("count_buy_d4242d26") as "count_buy_d4242d26_ever",
          sum("count_buy_fdf0667d") as "count_buy_fdf0667d_ever",
          sum("count_buy_or_sell_a17f4a50") as "count_buy_or_sell_a17f4a50_ever"
        from
          "live_aggregates"
        group by
          "key"
        having
          sum("count_acme_event_d5c72e46") > 0
          or sum("count_any_event_04a949ec") > 0
          or sum("count_any_event_9d1514e5") > 0
          or sum("count_buy_afe8a863") > 0
          or sum("count_buy_b0b6d95c") > 0
          or sum("count_buy_d4242d26") > 0
          or sum("count_buy_fdf0667d") > 0
          or sum("count_buy_or_sell_a17f4a50") > 0
      ),
      "new_values" as (
        select
          "s"."key" as "domain_userid",
          coalesce(cast("s"."count_buy_b0b6d95c_ever" as bigint), 0) as "by_name",
          coalesce(cast("s"."count_buy_afe8a863_ever" as bigint), 0) as "by_vendor_and_name",
          coalesce(cast("s"."count_buy_d4242d26_ever" as bigint), 0) as "of_other_vendor",
          coalesce(cast("s"."count_buy_fdf0667d_ever" as bigint), 0) as "by_version",
          coalesce(cast("s"."count_acme_event_d5c72e46_ever" as bigint), 0) as "by_vendor",
          coalesce(cast("s"."count_buy_b0b6d95c_ever" as bigint), 0) as "of_any_vendor",
          coalesce(cast("s"."count_any_event_9d1514e5_ever" as bigint), 0) as "version_of_anything",
          coalesce(cast("s"."count_buy_or_sell_a17f4a50_ever" as bigint), 0) as "either",
          coalesce(cast("s"."count_any_event_04a949ec_ever" as bigint), 0) as "everything",
          coalesce(cast("s"."count_any_event_04a949ec_ever" as bigint), 0) as "everything_or_buy",
          coalesce(cast("s"."count_buy_b0b6d95c_ever" as bigint), 0) as "buys_with_empty_criteria"
        from
          "scalars" as "s"
      ),
      "published_values" as (
        select
          "domain_userid",
          "by_name",
          "by_vendor_and_name",
          "of_other_vendor",
          "by_version",
          "by_vendor",
          "of_any_vendor",
          "version_of_anything",
          "either",
          "everything",
          "everything_or_buy",
          "buys_with_empty_criteria",
          "updated_at"
        from
          "signals_derived"."visitor_1_attributes"
        where
          "domain_userid" in (
            select
              "key"
            from
              "touched_keys"
          )
      )
    select
      coalesce("n"."domain_userid", "p"."domain_userid") as "domain_userid",
      "n"."by_name",
      "n"."by_vendor_and_name",
      "n"."of_other_vendor",
      "n"."by_version",
      "n"."by_vendor",
      "n"."of_any_vendor",
      "n"."version_of_anything",
      "n"."either",
      "n"."everything",
      "n"."everything_or_buy",
      "n"."buys_with_empty_criteria",
      cast($as_of as timestamp) as "as_of",
      case
        when "n"."domain_userid" is null then cast(null as timestamp)
        when "p"."domain_userid" is not null
        and "p"."updated_at" >= cast($renew_before as timestamp)
        and "n"."by_name" is not distinct from "p"."by_name"
        and "n"."by_vendor_and_name" is not distinct from "p"."by_vendor_and_name"
        and "n"."of_other_vendor" is not distinct from "p"."of_other_vendor"
        and "n"."by_version" is not distinct from "p"."by_version"
        and "n"."by_vendor" is not distinct from "p"."by_vendor"
        and "n"."of_any_vendor" is not distinct from "p"."of_any_vendor"
        and "n"."version_of_anything" is not distinct from "p"."version_of_anything"
        and "n"."either" is not distinct from "p"."either"
        and "n"."everything" is not distinct from "p"."everything"
        and "n"."everything_or_buy" is not distinct from "p"."everything_or_buy"
        and "n"."buys_with_empty_criteria" is not distinct from "p"."buys_with_empty_criteria" then "p"."updated_at"
        else (now() at time zone 'UTC')
      end as "updated_at"
    from
      "new_values" as "n"
      full join "published_values" as "p" on "p"."domain_userid" = "n"."domain_userid"
    where
      exists (
        select
          "version"
        from
          "signals_snowplow_manifest"."sbe_ledger"
        where
          "group_name" = $group_name
          and "version" = cast($expected_version as bigint)
      )
  ) as "n" on "p"."domain_userid" = "n"."domain_userid" when matched
  and "n"."updated_at" is null then delete
when matched then update set
  "by_name" = "n"."by_name",
  "by_vendor_and_name" = "n"."by_vendor_and_name",
  "of_other_vendor" = "n"."of_other_vendor",
  "by_version" = "n"."by_version",
  "by_vendor" = "n"."by_vendor",
  "of_any_vendor" = "n"."of_any_vendor",
  "version_of_anything" = "n"."version_of_anything",
  "either" = "n"."either",
  "everything" = "n"."everything",
  "everything_or_buy" = "n"."everything_or_buy",
  "buys_with_empty_criteria" = "n"."buys_with_empty_criteria",
  "as_of" = "n"."as_of",
  "updated_at" = "n"."updated_at"
when not matched then insert
  (
    "domain_userid",
    "by_name",
    "by_vendor_and_name",
    "of_other_vendor",
    "by_version",
    "by_vendor",
    "of_any_vendor",
    "version_of_anything",
    "either",
    "everything",
    "everything_or_buy",
    "buys_with_empty_criteria",
    "as_of",
    "updated_at"
  )
values
  (
    "n"."domain_userid",
    "n"."by_name",
    "n"."by_vendor_and_name",
    "n"."of_other_vendor",
    "n"."by_version",
    "n"."by_vendor",
    "n"."of_any_vendor",
    "n"."version_of_anything",
    "n"."either",
    "n"."everything",
    "n"."everything_or_buy",
    "n"."buys_with_empty_criteria",
    "n"."as_of",
    "n"."updated_at"
  );

-- count
select
  count(*) as "key_count",
  count_if("updated_at" >= cast($published_since as timestamp)) as "changed_count",
  min("updated_at") as "oldest_update"
from
  "signals_derived"."visitor_1_attributes";
