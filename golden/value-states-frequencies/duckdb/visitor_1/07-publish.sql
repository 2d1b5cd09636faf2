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
                "bucket" >= date_trunc('day', cast($published_as_of as timestamp)) - interval 7 day
                and "bucket" < date_trunc('day', cast($as_of as timestamp)) - interval 7 day
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
          "last_order",
          "bucket" >= date_trunc('day', cast($as_of as timestamp)) - interval 7 day
          and "bucket" < date_trunc('day', cast($as_of as timestamp)) as "in_last_7_days"
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
          and "state" in ('values_br_cookies_d7950f4a', 'values_page_urlpath_5bbbb11f', 'values_se_value_6ebbea48')
      ),
      "value_totals" as (
        select
          "key",
          "state",
          "value",
          sum("n") as "n_ever",
          max("last_order") as "last_order_ever",
          sum(if("in_last_7_days", "n", null)) as "n_in_last_7_days",
          max(if("in_last_7_days", "last_order", null)) as "last_order_in_last_7_days"
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
          struct_extract(
            max(
              if(
                "state" = 'values_page_urlpath_5bbbb11f'
                and "n_ever" is not null,
                {'n': - "n_ever", 'o': "last_order_ever", 'v': "value"},
                null
              )
            ),
            'v'
          ) as "least_frequent_values_page_urlpath_5bbbb11f_ever",
          struct_extract(
            max(
              if(
                "state" = 'values_br_cookies_d7950f4a'
                and "n_ever" is not null,
                {'n': "n_ever", 'o': "last_order_ever", 'v': "value"},
                null
              )
            ),
            'v'
          ) as "most_frequent_values_br_cookies_d7950f4a_ever",
          struct_extract(
            max(
              if(
                "state" = 'values_page_urlpath_5bbbb11f'
                and "n_ever" is not null,
                {'n': "n_ever", 'o': "last_order_ever", 'v': "value"},
                null
              )
            ),
            'v'
          ) as "most_frequent_values_page_urlpath_5bbbb11f_ever",
          struct_extract(
            max(
              if(
                "state" = 'values_page_urlpath_5bbbb11f'
                and "n_in_last_7_days" is not null,
                {'n': "n_in_last_7_days", 'o': "last_order_in_last_7_days", 'v': "value"},
                null
              )
            ),
            'v'
          ) as "most_frequent_values_page_urlpath_5bbbb11f_in_last_7_days",
          struct_extract(
            max(
              if(
                "state" = 'values_se_value_6ebbea48'
                and "n_ever" is not null,
                {'n': "n_ever", 'o': "last_order_ever", 'v': "value"},
                null
              )
            ),
            'v'
          ) as "most_frequent_values_se_value_6ebbea48_ever"
        from
          "value_totals"
        group by
          "key"
      ),
      "states_of_keys" as (
        select
          "s"."key",
          "v"."least_frequent_values_page_urlpath_5bbbb11f_ever",
          "v"."most_frequent_values_br_cookies_d7950f4a_ever",
          "v"."most_frequent_values_page_urlpath_5bbbb11f_ever",
          "v"."most_frequent_values_page_urlpath_5bbbb11f_in_last_7_days",
          "v"."most_frequent_values_se_value_6ebbea48_ever"
        from
          "scalars" as "s"
          left join "value_summaries" as "v" on "v"."key" = "s"."key"
      ),
      "new_values" as (
        select
          "s"."key" as "domain_userid",
          "s"."most_frequent_values_page_urlpath_5bbbb11f_ever" as "favourite",
          "s"."least_frequent_values_page_urlpath_5bbbb11f_ever" as "rarest",
          "s"."most_frequent_values_page_urlpath_5bbbb11f_in_last_7_days" as "favourite_in_7_days",
          try_cast("s"."most_frequent_values_se_value_6ebbea48_ever" as integer) as "usual_price",
          coalesce(cast("s"."most_frequent_values_br_cookies_d7950f4a_ever" as boolean), false) as "usual_cookies"
        from
          "states_of_keys" as "s"
      ),
      "published_values" as (
        select
          "domain_userid",
          "favourite",
          "rarest",
          "favourite_in_7_days",
          "usual_price",
          "usual_cookies",
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
      "n"."favourite",
      "n"."rarest",
      "n"."favourite_in_7_days",
      "n"."usual_price",
      "n"."usual_cookies",
      cast($as_of as timestamp) as "as_of",
      case
        when "n"."domain_userid" is null then cast(null as timestamp)
        when "p"."domain_userid" is not null
        and "p"."updated_at" >= cast($renew_before as timestamp)
        and "n"."favourite" is not distinct from "p"."favourite"
        and "n"."rarest" is not distinct from "p"."rarest"
        and "n"."favourite_in_7_days" is not distinct from "p"."favourite_in_7_days"
        and "n"."usual_price" is not distinct from "p"."usual_price"
        and "n"."usual_cookies" is not distinct from "p"."usual_cookies" then "p"."updated_at"
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
  "favourite" = "n"."favourite",
  "rarest" = "n"."rarest",
  "favourite_in_7_days" = "n"."favourite_in_7_days",
  "usual_price" = "n"."usual_price",
  "usual_cookies" = "n"."usual_cookies",
  "as_of" = "n"."as_of",
  "updated_at" = "n"."updated_at"
when not matched then insert
  (
    "domain_userid",
    "favourite",
    "rarest",
    "favourite_in_7_days",
    "usual_price",
    "usual_cookies",
    "as_of",
    "updated_at"
  )
values
  (
    "n"."domain_userid",
    "n"."favourite",
    "n"."rarest",
    "n"."favourite_in_7_days",
    "n"."usual_price",
    "n"."usual_cookies",
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
