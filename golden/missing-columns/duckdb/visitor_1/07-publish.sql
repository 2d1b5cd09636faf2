-- visitor_1: publish
-- Makes the attributes of visitor_1 from the live segments and replaces the rows of the table at
-- once; updated_at moves only for keys whose values changed.
-- reads:  visitor_1_aggregates, visitor_1_value_aggregates, visitor_1_attributes
-- writes: visitor_1_attributes
-- parameters:
--   as_of            the time of the attributes
--   published_since  the clock before this publication
--   segments         live segments, joined by commas

-- compute
create or replace temporary table "visitor_1_attributes_next" as
with
  "live_aggregates" as (
    select
      "key",
      "count_any_event_04a949ec",
      "count_any_event_by_mkt_campaign_ef762dba",
      "count_page_view_ef75c893",
      "last_coupon_66acfa39",
      "last_id_424b7f43",
      "last_total_c7c0a3c5"
    from
      "signals_derived"."visitor_1_aggregates"
    where
      "segment" in (
        select
          unnest(string_split($segments, ','))
      )
  ),
  "scalars" as (
    select
      "key",
      sum("count_any_event_by_mkt_campaign_ef762dba") as "count_any_event_by_mkt_campaign_ef762dba_ever",
      sum("count_page_view_ef75c893") as "count_page_view_ef75c893_ever",
      max("last_coupon_66acfa39") as "last_coupon_66acfa39_ever",
      max("last_id_424b7f43") as "last_id_424b7f43_ever",
      max("last_total_c7c0a3c5") as "last_total_c7c0a3c5_ever"
    from
      "live_aggregates"
    group by
      "key"
    having
      sum("count_any_event_04a949ec") > 0
      or sum("count_any_event_by_mkt_campaign_ef762dba") > 0
      or sum("count_page_view_ef75c893") > 0
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
      and "state" in ('values_mkt_campaign_f2777078')
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
      list_reverse(
        list_slice(
          list(
            "value"
            order by
              "last_order_ever" desc,
              "value" desc
          ) filter(
            where
              "state" = 'values_mkt_campaign_f2777078'
              and "n_ever" is not null
          ),
          1,
          100
        )
      ) as "list_values_mkt_campaign_f2777078_ever"
    from
      "value_totals"
    group by
      "key"
  ),
  "states_of_keys" as (
    select
      "s"."key",
      "s"."count_any_event_by_mkt_campaign_ef762dba_ever",
      "s"."count_page_view_ef75c893_ever",
      "s"."last_coupon_66acfa39_ever",
      "s"."last_id_424b7f43_ever",
      "s"."last_total_c7c0a3c5_ever",
      "v"."list_values_mkt_campaign_f2777078_ever"
    from
      "scalars" as "s"
      left join "value_summaries" as "v" on "v"."key" = "s"."key"
  ),
  "new_values" as (
    select
      "s"."key" as "domain_userid",
      coalesce(cast("s"."count_page_view_ef75c893_ever" as bigint), 0) as "views",
      cast(struct_extract("s"."last_total_c7c0a3c5_ever", 'v') as double) as "last_total",
      coalesce(struct_extract("s"."last_coupon_66acfa39_ever", 'v'), 'none') as "last_coupon",
      struct_extract("s"."last_id_424b7f43_ever", 'v') as "last_cart",
      coalesce("s"."list_values_mkt_campaign_f2777078_ever", cast([] as varchar[])) as "campaigns",
      coalesce(cast("s"."count_any_event_by_mkt_campaign_ef762dba_ever" as bigint), 0) as "not_a_campaign"
    from
      "states_of_keys" as "s"
  )
select
  "n"."domain_userid",
  "n"."views",
  "n"."last_total",
  "n"."last_coupon",
  "n"."last_cart",
  "n"."campaigns",
  "n"."not_a_campaign",
  cast($as_of as timestamp) as "as_of",
  case
    when "p"."domain_userid" is not null
    and "n"."views" is not distinct from "p"."views"
    and "n"."last_total" is not distinct from "p"."last_total"
    and "n"."last_coupon" is not distinct from "p"."last_coupon"
    and "n"."last_cart" is not distinct from "p"."last_cart"
    and "n"."campaigns" is not distinct from "p"."campaigns"
    and "n"."not_a_campaign" is not distinct from "p"."not_a_campaign" then "p"."updated_at"
    else (now() at time zone 'UTC')
  end as "updated_at"
from
  "new_values" as "n"
  left join "signals_derived"."visitor_1_attributes" as "p" on "p"."domain_userid" = "n"."domain_userid";

-- begin
begin transaction;

-- clear
delete from "signals_derived"."visitor_1_attributes";

-- fill
insert into
  "signals_derived"."visitor_1_attributes" (
    "domain_userid",
    "views",
    "last_total",
    "last_coupon",
    "last_cart",
    "campaigns",
    "not_a_campaign",
    "as_of",
    "updated_at"
  )
select
  "domain_userid",
  "views",
  "last_total",
  "last_coupon",
  "last_cart",
  "campaigns",
  "not_a_campaign",
  "as_of",
  "updated_at"
from
  "visitor_1_attributes_next";

-- commit
commit;

-- count
select
  count(*) as "key_count",
  count_if("updated_at" >= cast($published_since as timestamp)) as "changed_count"
from
  "visitor_1_attributes_next";

-- drop
drop table if exists "visitor_1_attributes_next";
