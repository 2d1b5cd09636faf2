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
          "count_any_event_04a949ec",
          "count_any_event_by_unitprice_23611fec",
          "last_id_114a0fa6",
          "last_id_3dd6c180",
          "last_id_c5d08eae",
          "last_items_dd01966d",
          "last_sku_138875fb",
          "last_tags_acee89b2",
          "last_zipcode_b06d7e04",
          "max_unitprice_7454947d"
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
          sum("count_any_event_by_unitprice_23611fec") as "count_any_event_by_unitprice_23611fec_ever",
          max("last_id_114a0fa6") as "last_id_114a0fa6_ever",
          max("last_id_3dd6c180") as "last_id_3dd6c180_ever",
          max("last_id_c5d08eae") as "last_id_c5d08eae_ever",
          max("last_items_dd01966d") as "last_items_dd01966d_ever",
          max("last_sku_138875fb") as "last_sku_138875fb_ever",
          max("last_tags_acee89b2") as "last_tags_acee89b2_ever",
          max("last_zipcode_b06d7e04") as "last_zipcode_b06d7e04_ever",
          max("max_unitprice_7454947d") as "max_unitprice_7454947d_ever"
        from
          "live_aggregates"
        group by
          "key"
        having
          sum("count_any_event_04a949ec") > 0
          or sum("count_any_event_by_unitprice_23611fec") > 0
      ),
      "new_values" as (
        select
          "s"."key" as "domain_userid",
          struct_extract("s"."last_id_c5d08eae_ever", 'v') as "last_product",
          struct_extract("s"."last_id_114a0fa6_ever", 'v') as "second_product",
          struct_extract("s"."last_id_3dd6c180_ever", 'v') as "last_cart",
          "s"."max_unitprice_7454947d_ever" as "dearest",
          struct_extract("s"."last_tags_acee89b2_ever", 'v') as "first_tag",
          struct_extract("s"."last_sku_138875fb_ever", 'v') as "second_sku",
          struct_extract("s"."last_zipcode_b06d7e04_ever", 'v') as "last_zip",
          struct_extract("s"."last_id_c5d08eae_ever", 'v') as "rendered_for_snowflake",
          struct_extract("s"."last_id_114a0fa6_ever", 'v') as "rendered_for_bigquery",
          struct_extract("s"."last_items_dd01966d_ever", 'v') as "all_items",
          coalesce(cast("s"."count_any_event_by_unitprice_23611fec_ever" as bigint), 0) as "of_a_dear_product"
        from
          "scalars" as "s"
      ),
      "published_values" as (
        select
          "domain_userid",
          "last_product",
          "second_product",
          "last_cart",
          "dearest",
          "first_tag",
          "second_sku",
          "last_zip",
          "rendered_for_snowflake",
          "rendered_for_bigquery",
          "all_items",
          "of_a_dear_product",
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
      "n"."last_product",
      "n"."second_product",
      "n"."last_cart",
      "n"."dearest",
      "n"."first_tag",
      "n"."second_sku",
      "n"."last_zip",
      "n"."rendered_for_snowflake",
      "n"."rendered_for_bigquery",
      "n"."all_items",
      "n"."of_a_dear_product",
      cast($as_of as timestamp) as "as_of",
      case
        when "n"."domain_userid" is null then cast(null as timestamp)
        when "p"."domain_userid" is not null
        and "p"."updated_at" >= cast($renew_before as timestamp)
        and "n"."last_product" is not distinct from "p"."last_product"
        and "n"."second_product" is not distinct from "p"."second_product"
        and "n"."last_cart" is not distinct from "p"."last_cart"
        and "n"."dearest" is not distinct from "p"."dearest"
        and "n"."first_tag" is not distinct from "p"."first_tag"
        and "n"."second_sku" is not distinct from "p"."second_sku"
        and "n"."last_zip" is not distinct from "p"."last_zip"
        and "n"."rendered_for_snowflake" is not distinct from "p"."rendered_for_snowflake"
        and "n"."rendered_for_bigquery" is not distinct from "p"."rendered_for_bigquery"
        and "n"."all_items" is not distinct from "p"."all_items"
        and "n"."of_a_dear_product" is not distinct from "p"."of_a_dear_product" then "p"."updated_at"
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
  "last_product" = "n"."last_product",
  "second_product" = "n"."second_product",
  "last_cart" = "n"."last_cart",
  "dearest" = "n"."dearest",
  "first_tag" = "n"."first_tag",
  "second_sku" = "n"."second_sku",
  "last_zip" = "n"."last_zip",
  "rendered_for_snowflake" = "n"."rendered_for_snowflake",
  "rendered_for_bigquery" = "n"."rendered_for_bigquery",
  "all_items" = "n"."all_items",
  "of_a_dear_product" = "n"."of_a_dear_product",
  "as_of" = "n"."as_of",
  "updated_at" = "n"."updated_at"
when not matched then insert
  (
    "domain_userid",
    "last_product",
    "second_product",
    "last_cart",
    "dearest",
    "first_tag",
    "second_sku",
    "last_zip",
    "rendered_for_snowflake",
    "rendered_for_bigquery",
    "all_items",
    "of_a_dear_product",
    "as_of",
    "updated_at"
  )
values
  (
    "n"."domain_userid",
    "n"."last_product",
    "n"."second_product",
    "n"."last_cart",
    "n"."dearest",
    "n"."first_tag",
    "n"."second_sku",
    "n"."last_zip",
    "n"."rendered_for_snowflake",
    "n"."rendered_for_bigquery",
    "n"."all_items",
    "n"."of_a_dear_product",
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
