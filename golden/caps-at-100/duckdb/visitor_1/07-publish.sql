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
          "key"
        from
          "signals_derived"."visitor_1_value_aggregates"
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
          "count_any_event_04a949ec"
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
          "key"
        from
          "live_aggregates"
        group by
          "key"
        having
          sum("count_any_event_04a949ec") > 0
      ),
      "live_values" as (
        select
          "key",
          "state",
          "value",
          "n",
          "last_order"
        from
          "signals_derived"."visitor_1_value_aggregates"
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
          and "state" in ('distinct_page_urlpath_a374737d', 'values_page_urlpath_85280da0')
      ),
      "value_totals" as (
        select
          "key",
          "state",
          "value",
          sum("n") as "n_ever",
          max("last_order") as "last_order_ever"
        from
          "live_values"
        group by
          "key",
          "state",
          "value"
      ),
      "value_summaries" as (
        select
          "key",
          to_json(
            map(
              list_slice(
                list(
                  "value"
                  order by
                    "n_ever" desc,
                    "last_order_ever" desc,
                    "value" desc
                ) filter(
                  where
                    "state" = 'values_page_urlpath_85280da0'
                    and "n_ever" is not null
                ),
                1,
                100
              ),
              list_slice(
                list(
                  "n_ever"
                  order by
                    "n_ever" desc,
                    "last_order_ever" desc,
                    "value" desc
                ) filter(
                  where
                    "state" = 'values_page_urlpath_85280da0'
                    and "n_ever" is not null
                ),
                1,
                100
              )
            )
          ) as "categories_values_page_urlpath_85280da0_ever",
          nullif(
            count_if(
              "state" = 'distinct_page_urlpath_a374737d'
              and "n_ever" is not null
            ),
            0
          ) as "distinct_distinct_page_urlpath_a374737d_ever",
          list_reverse(
            list_slice(
              list(
                "value"
                order by
                  "last_order_ever" desc,
                  "value" desc
              ) filter(
                where
                  "state" = 'values_page_urlpath_85280da0'
                  and "n_ever" is not null
              ),
              1,
              100
            )
          ) as "list_values_page_urlpath_85280da0_ever"
        from
          "value_totals"
        group by
          "key"
      ),
      "states_of_keys" as (
        select
          "s"."key",
          "v"."categories_values_page_urlpath_85280da0_ever",
          "v"."distinct_distinct_page_urlpath_a374737d_ever",
          "v"."list_values_page_urlpath_85280da0_ever"
        from
          "scalars" as "s"
          left join "value_summaries" as "v" on "v"."key" = "s"."key"
      ),
      "new_values" as (
        select
          "s"."key" as "domain_userid",
          coalesce("s"."list_values_page_urlpath_85280da0_ever", cast([] as varchar[])) as "pages",
          coalesce("s"."categories_values_page_urlpath_85280da0_ever", cast('{}' as json)) as "page_counts",
          coalesce(cast("s"."distinct_distinct_page_urlpath_a374737d_ever" as bigint), 0) as "distinct_pages"
        from
          "states_of_keys" as "s"
      ),
      "published_values" as (
        select
          "domain_userid",
          "pages",
          "page_counts",
          "distinct_pages",
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
      "n"."pages",
      "n"."page_counts",
      "n"."distinct_pages",
      cast($as_of as timestamp) as "as_of",
      case
        when "n"."domain_userid" is null then cast(null as timestamp)
        when "p"."domain_userid" is not null
        and "p"."updated_at" >= cast($renew_before as timestamp)
        and "n"."pages" is not distinct from "p"."pages"
        and "n"."page_counts" is not distinct from "p"."page_counts"
        and "n"."distinct_pages" is not distinct from "p"."distinct_pages" then "p"."updated_at"
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
  "pages" = "n"."pages",
  "page_counts" = "n"."page_counts",
  "distinct_pages" = "n"."distinct_pages",
  "as_of" = "n"."as_of",
  "updated_at" = "n"."updated_at"
when not matched then insert
  ("domain_userid", "pages", "page_counts", "distinct_pages", "as_of", "updated_at")
values
  (
    "n"."domain_userid",
    "n"."pages",
    "n"."page_counts",
    "n"."distinct_pages",
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
