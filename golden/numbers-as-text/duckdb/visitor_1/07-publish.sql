-- visitor_1: publish
-- Makes the attributes of visitor_1 from the live segments and replaces the rows of the table at
-- once; updated_at moves only for keys whose values changed.
-- reads:  visitor_1_aggregates, visitor_1_attributes
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
      "count_any_event_by_se_label_00e077be",
      "count_any_event_by_se_label_42fd0e98",
      "count_any_event_by_se_label_d1f1c04b",
      "count_values_se_label_58a28d62",
      "last_se_label_2c38a6e0",
      "last_se_label_8ca5f092",
      "max_se_label_48bf9f0b",
      "max_se_label_ef0e49e7",
      "min_se_label_7423919a",
      "sum_se_label_36b02d09"
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
      sum("count_any_event_by_se_label_00e077be") as "count_any_event_by_se_label_00e077be_ever",
      sum("count_any_event_by_se_label_42fd0e98") as "count_any_event_by_se_label_42fd0e98_ever",
      sum("count_any_event_by_se_label_d1f1c04b") as "count_any_event_by_se_label_d1f1c04b_ever",
      sum("count_values_se_label_58a28d62") as "count_values_se_label_58a28d62_ever",
      max("last_se_label_2c38a6e0") as "last_se_label_2c38a6e0_ever",
      max("last_se_label_8ca5f092") as "last_se_label_8ca5f092_ever",
      max("max_se_label_48bf9f0b") as "max_se_label_48bf9f0b_ever",
      max("max_se_label_ef0e49e7") as "max_se_label_ef0e49e7_ever",
      min("min_se_label_7423919a") as "min_se_label_7423919a_ever",
      sum("sum_se_label_36b02d09") as "sum_se_label_36b02d09_ever"
    from
      "live_aggregates"
    group by
      "key"
    having
      sum("count_any_event_04a949ec") > 0
      or sum("count_any_event_by_se_label_00e077be") > 0
      or sum("count_any_event_by_se_label_42fd0e98") > 0
      or sum("count_any_event_by_se_label_d1f1c04b") > 0
  ),
  "new_values" as (
    select
      "s"."key" as "domain_userid",
      try_cast("s"."max_se_label_ef0e49e7_ever" as bigint) as "max_number",
      "s"."max_se_label_48bf9f0b_ever" as "max_text",
      "s"."min_se_label_7423919a_ever" as "min_number",
      coalesce(cast(cast("s"."sum_se_label_36b02d09_ever" as varchar) as double), 0e0) as "total",
      coalesce(sbe_number_text(cast("s"."sum_se_label_36b02d09_ever" as varchar)), '0') as "total_as_text",
      case
        when "s"."sum_se_label_36b02d09_ever" is null then 0
        else try_cast(sbe_whole(cast("s"."sum_se_label_36b02d09_ever" as varchar)) as bigint)
      end as "total_rounded",
      (
        cast(cast("s"."sum_se_label_36b02d09_ever" as varchar) as double) / cast("s"."count_values_se_label_58a28d62_ever" as double)
      ) as "average",
      try_cast(
        sbe_whole(
          cast(
            (
              cast(cast("s"."sum_se_label_36b02d09_ever" as varchar) as double) / cast("s"."count_values_se_label_58a28d62_ever" as double)
            ) as varchar
          )
        ) as integer
      ) as "average_rounded",
      try_cast(struct_extract("s"."last_se_label_8ca5f092_ever", 'v') as bigint) as "last_number",
      try_cast(struct_extract("s"."last_se_label_8ca5f092_ever", 'v') as integer) as "last_number_int32",
      struct_extract("s"."last_se_label_2c38a6e0_ever", 'v') as "last_text",
      coalesce(cast("s"."count_any_event_by_se_label_d1f1c04b_ever" as bigint), 0) as "above_nine",
      coalesce(cast("s"."count_any_event_by_se_label_42fd0e98_ever" as bigint), 0) as "above_nine_as_text",
      coalesce(cast("s"."count_any_event_by_se_label_00e077be_ever" as bigint), 0) as "twelve"
    from
      "scalars" as "s"
  )
select
  "n"."domain_userid",
  "n"."max_number",
  "n"."max_text",
  "n"."min_number",
  "n"."total",
  "n"."total_as_text",
  "n"."total_rounded",
  "n"."average",
  "n"."average_rounded",
  "n"."last_number",
  "n"."last_number_int32",
  "n"."last_text",
  "n"."above_nine",
  "n"."above_nine_as_text",
  "n"."twelve",
  cast($as_of as timestamp) as "as_of",
  case
    when "p"."domain_userid" is not null
    and "n"."max_number" is not distinct from "p"."max_number"
    and "n"."max_text" is not distinct from "p"."max_text"
    and "n"."min_number" is not distinct from "p"."min_number"
    and "n"."total" is not distinct from "p"."total"
    and "n"."total_as_text" is not distinct from "p"."total_as_text"
    and "n"."total_rounded" is not distinct from "p"."total_rounded"
    and "n"."average" is not distinct from "p"."average"
    and "n"."average_rounded" is not distinct from "p"."average_rounded"
    and "n"."last_number" is not distinct from "p"."last_number"
    and "n"."last_number_int32" is not distinct from "p"."last_number_int32"
    and "n"."last_text" is not distinct from "p"."last_text"
    and "n"."above_nine" is not distinct from "p"."above_nine"
    and "n"."above_nine_as_text" is not distinct from "p"."above_nine_as_text"
    and "n"."twelve" is not distinct from "p"."twelve" then "p"."updated_at"
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
    "max_number",
    "max_text",
    "min_number",
    "total",
    "total_as_text",
    "total_rounded",
    "average",
    "average_rounded",
    "last_number",
    "last_number_int32",
    "last_text",
    "above_nine",
    "above_nine_as_text",
    "twelve",
    "as_of",
    "updated_at"
  )
select
  "domain_userid",
  "max_number",
  "max_text",
  "min_number",
  "total",
  "total_as_text",
  "total_rounded",
  "average",
  "average_rounded",
  "last_number",
  "last_number_int32",
  "last_text",
  "above_nine",
  "above_nine_as_text",
  "twelve",
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
