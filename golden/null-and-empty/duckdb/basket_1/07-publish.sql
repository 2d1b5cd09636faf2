-- basket_1: publish
-- Makes the attributes of basket_1 from the live segments and replaces the rows of the table at
-- once; updated_at moves only for keys whose values changed.
-- reads:  basket_1_aggregates, basket_1_attributes
-- writes: basket_1_attributes
-- parameters:
--   as_of            the time of the attributes
--   published_since  the clock before this publication
--   segments         live segments, joined by commas

-- compute
create or replace temporary table "basket_1_attributes_next" as
with
  "live_aggregates" as (
    select
      "key",
      "count_any_event_04a949ec"
    from
      "signals_derived"."basket_1_aggregates"
    where
      "segment" in (
        select
          unnest(string_split($segments, ','))
      )
  ),
  "scalars" as (
    select
      "key",
      sum("count_any_event_04a949ec") as "count_any_event_04a949ec_ever"
    from
      "live_aggregates"
    group by
      "key"
    having
      sum("count_any_event_04a949ec") > 0
  ),
  "new_values" as (
    select
      "s"."key" as "lines",
      coalesce(cast("s"."count_any_event_04a949ec_ever" as bigint), 0) as "events"
    from
      "scalars" as "s"
  )
select
  "n"."lines",
  "n"."events",
  cast($as_of as timestamp) as "as_of",
  case
    when "p"."lines" is not null
    and "n"."events" is not distinct from "p"."events" then "p"."updated_at"
    else (now() at time zone 'UTC')
  end as "updated_at"
from
  "new_values" as "n"
  left join "signals_derived"."basket_1_attributes" as "p" on "p"."lines" = "n"."lines";

-- begin
begin transaction;

-- clear
delete from "signals_derived"."basket_1_attributes";

-- fill
insert into
  "signals_derived"."basket_1_attributes" ("lines", "events", "as_of", "updated_at")
select
  "lines",
  "events",
  "as_of",
  "updated_at"
from
  "basket_1_attributes_next";

-- commit
commit;

-- count
select
  count(*) as "key_count",
  count_if("updated_at" >= cast($published_since as timestamp)) as "changed_count"
from
  "basket_1_attributes_next";

-- drop
drop table if exists "basket_1_attributes_next";
