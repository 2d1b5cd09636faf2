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
--   published_as_of   as_of of the last publication
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
          or (
            "segment" in (
              select
                unnest(string_split($segments, ','))
            )
            and (
              (
                "bucket" >= date_trunc('day', cast($published_as_of as timestamp)) - interval 3 day
                and "bucket" < date_trunc('day', cast($as_of as timestamp)) - interval 3 day
              )
              or (
                "bucket" >= date_trunc('day', cast($published_as_of as timestamp))
                and "bucket" < date_trunc('day', cast($as_of as timestamp))
              )
            )
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
          "count_add_to_cart_66be2cf4",
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
          sum("count_add_to_cart_66be2cf4") > 0
          or sum("count_any_event_04a949ec") > 0
      ),
      "live_values" as (
        select
          "key",
          "state",
          "value",
          "n",
          "last_order",
          "bucket" >= date_trunc('day', cast($as_of as timestamp)) - interval 3 day
          and "bucket" < date_trunc('day', cast($as_of as timestamp)) as "in_last_3_days"
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
          and "state" in (
            'values_br_cookies_ebcb2355',
            'values_page_urlpath_5bbbb11f',
            'values_page_urlpath_8ffb515b',
            'values_se_value_05d843a1'
          )
      ),
      "value_totals" as (
        select
          "key",
          "state",
          "value",
          sum("n") as "n_ever",
          max("last_order") as "last_order_ever",
          sum(if("in_last_3_days", "n", null)) as "n_in_last_3_days",
          max(if("in_last_3_days", "last_order", null)) as "last_order_in_last_3_days"
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
                    "state" = 'values_br_cookies_ebcb2355'
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
                    "state" = 'values_br_cookies_ebcb2355'
                    and "n_ever" is not null
                ),
                1,
                100
              )
            )
          ) as "categories_values_br_cookies_ebcb2355_ever",
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
                    "state" = 'values_page_urlpath_5bbbb11f'
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
                    "state" = 'values_page_urlpath_5bbbb11f'
                    and "n_ever" is not null
                ),
                1,
                100
              )
            )
          ) as "categories_values_page_urlpath_5bbbb11f_ever",
          to_json(
            map(
              list_slice(
                list(
                  "value"
                  order by
                    "n_in_last_3_days" desc,
                    "last_order_in_last_3_days" desc,
                    "value" desc
                ) filter(
                  where
                    "state" = 'values_page_urlpath_5bbbb11f'
                    and "n_in_last_3_days" is not null
                ),
                1,
                100
              ),
              list_slice(
                list(
                  "n_in_last_3_days"
                  order by
                    "n_in_last_3_days" desc,
                    "last_order_in_last_3_days" desc,
                    "value" desc
                ) filter(
                  where
                    "state" = 'values_page_urlpath_5bbbb11f'
                    and "n_in_last_3_days" is not null
                ),
                1,
                100
              )
            )
          ) as "categories_values_page_urlpath_5bbbb11f_in_last_3_days",
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
                    "state" = 'values_page_urlpath_8ffb515b'
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
                    "state" = 'values_page_urlpath_8ffb515b'
                    and "n_ever" is not null
                ),
                1,
                100
              )
            )
          ) as "categories_values_page_urlpath_8ffb515b_ever",
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
                    "state" = 'values_se_value_05d843a1'
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
                    "state" = 'values_se_value_05d843a1'
                    and "n_ever" is not null
                ),
                1,
                100
              )
            )
          ) as "categories_values_se_value_05d843a1_ever"
        from
          "value_totals"
        group by
          "key"
      ),
      "states_of_keys" as (
        select
          "s"."key",
          "v"."categories_values_br_cookies_ebcb2355_ever",
          "v"."categories_values_page_urlpath_5bbbb11f_ever",
          "v"."categories_values_page_urlpath_5bbbb11f_in_last_3_days",
          "v"."categories_values_page_urlpath_8ffb515b_ever",
          "v"."categories_values_se_value_05d843a1_ever"
        from
          "scalars" as "s"
          left join "value_summaries" as "v" on "v"."key" = "s"."key"
      ),
      "new_values" as (
        select
          "s"."key" as "domain_userid",
          coalesce("s"."categories_values_page_urlpath_5bbbb11f_ever", cast('{}' as json)) as "pages",
          coalesce("s"."categories_values_page_urlpath_5bbbb11f_in_last_3_days", cast('{}' as json)) as "pages_in_3_days",
          coalesce("s"."categories_values_se_value_05d843a1_ever", cast('{}' as json)) as "prices",
          coalesce("s"."categories_values_br_cookies_ebcb2355_ever", cast('{}' as json)) as "cookies",
          coalesce("s"."categories_values_page_urlpath_8ffb515b_ever", cast('{"/":0}' as json)) as "cart_pages"
        from
          "states_of_keys" as "s"
      ),
      "published_values" as (
        select
          "domain_userid",
          "pages",
          "pages_in_3_days",
          "prices",
          "cookies",
          "cart_pages",
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
      "n"."pages_in_3_days",
      "n"."prices",
      "n"."cookies",
      "n"."cart_pages",
      cast($as_of as timestamp) as "as_of",
      case
        when "n"."domain_userid" is null then cast(null as timestamp)
        when "p"."domain_userid" is not null
        and "p"."updated_at" >= cast($renew_before as timestamp)
        and "n"."pages" is not distinct from "p"."pages"
        and "n"."pages_in_3_days" is not distinct from "p"."pages_in_3_days"
        and "n"."prices" is not distinct from "p"."prices"
        and "n"."cookies" is not distinct from "p"."cookies"
        and "n"."cart_pages" is not distinct from "p"."cart_pages" then "p"."updated_at"
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
  "pages_in_3_days" = "n"."pages_in_3_days",
  "prices" = "n"."prices",
  "cookies" = "n"."cookies",
  "cart_pages" = "n"."cart_pages",
  "as_of" = "n"."as_of",
  "updated_at" = "n"."updated_at"
when not matched then insert
  (
    "domain_userid",
    "pages",
    "pages_in_3_days",
    "prices",
    "cookies",
    "cart_pages",
    "as_of",
    "updated_at"
  )
values
  (
    "n"."domain_userid",
    "n"."pages",
    "n"."pages_in_3_days",
    "n"."prices",
    "n"."cookies",
    "n"."cart_pages",
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
