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
        union all
        select
          "KEY"
        from
          "SIGNALS_DERIVED"."VISITOR_1_VALUE_AGGREGATES"
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
                "BUCKET" >= dateadd(day, -3, date_trunc('day', cast(:5 as timestamp_ntz)))
                and "BUCKET" < dateadd(day, -3, date_trunc('day', cast(:1 as timestamp_ntz)))
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
          "COUNT_ADD_TO_CART_66BE2CF4",
          "COUNT_ANY_EVENT_04A949EC"
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
          "KEY"
        from
          "LIVE_AGGREGATES"
        group by
          "KEY"
        having
          sum("COUNT_ADD_TO_CART_66BE2CF4") > 0
          or sum("COUNT_ANY_EVENT_04A949EC") > 0
      ),
      "LIVE_VALUES" as (
        select
          "KEY",
          "STATE",
          "VALUE",
          "N",
          "LAST_ORDER",
          "BUCKET" >= dateadd(day, -3, date_trunc('day', cast(:1 as timestamp_ntz)))
          and "BUCKET" < date_trunc('day', cast(:1 as timestamp_ntz)) as "IN_LAST_3_DAYS"
        from
          "SIGNALS_DERIVED"."VISITOR_1_VALUE_AGGREGATES"
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
          and "STATE" in (
            'values_active_day_0097bb02',
            'values_se_label_46c93e82',
            'values_se_label_4c225c20',
            'values_se_label_79673331',
            'values_se_label_9973876b',
            'values_se_label_bf2639c4',
            'values_se_label_d47f893f',
            'values_se_label_deafd599'
          )
      ),
      "VALUE_TOTALS" as (
        select
          "KEY",
          "STATE",
          "VALUE",
          sum("N") as "N_EVER",
          max("LAST_ORDER") as "LAST_ORDER_EVER",
          sum(iff("IN_LAST_3_DAYS", "N", null)) as "N_IN_LAST_3_DAYS",
          max(iff("IN_LAST_3_DAYS", "LAST_ORDER", null)) as "LAST_ORDER_IN_LAST_3_DAYS"
        from
          "LIVE_VALUES"
        group by
          "KEY",
          "STATE",
          "VALUE"
      ),
      "VALUE_RANKS" as (
        select
          "KEY",
          "STATE",
          "VALUE",
          "N_EVER",
          "LAST_ORDER_EVER",
          "N_IN_LAST_3_DAYS",
          "LAST_ORDER_IN_LAST_3_DAYS",
          row_number() over (
            partition by
              "KEY",
              "STATE"
            order by
              "LAST_ORDER_EVER" desc nulls last,
              "VALUE" desc nulls last
          ) as "BY_LATEST_EVER",
          row_number() over (
            partition by
              "KEY",
              "STATE"
            order by
              "LAST_ORDER_IN_LAST_3_DAYS" desc nulls last,
              "VALUE" desc nulls last
          ) as "BY_LATEST_IN_LAST_3_DAYS"
        from
          "VALUE_TOTALS"
      ),
      "VALUE_SUMMARIES" as (
        select
          "KEY",
          iff(
            count_if(
              "STATE" = 'values_se_label_9973876b'
              and "N_EVER" is not null
              and "BY_LATEST_EVER" <= 100
            ) > 0,
            array_agg(
              iff(
                "STATE" = 'values_se_label_9973876b'
                and "N_EVER" is not null
                and "BY_LATEST_EVER" <= 100,
                iff(
                  "STATE" = 'values_se_label_9973876b'
                  and "N_EVER" is not null,
                  cast("VALUE" as boolean),
                  null
                ),
                null
              )
            ) within group (
              order by
                "LAST_ORDER_EVER",
                "VALUE"
            ),
            null
          ) as "BOOLEAN_LIST_VALUES_SE_LABEL_9973876B_EVER",
          iff(
            count_if(
              "STATE" = 'values_se_label_d47f893f'
              and "N_EVER" is not null
              and "BY_LATEST_EVER" <= 100
            ) > 0,
            array_agg(
              iff(
                "STATE" = 'values_se_label_d47f893f'
                and "N_EVER" is not null
                and "BY_LATEST_EVER" <= 100,
                iff(
                  "STATE" = 'values_se_label_d47f893f'
                  and "N_EVER" is not null,
                  to_binary("VALUE", 'UTF-8'),
                  null
                ),
                null
              )
            ) within group (
              order by
                "LAST_ORDER_EVER",
                "VALUE"
            ),
            null
          ) as "BYTES_LIST_VALUES_SE_LABEL_D47F893F_EVER",
          iff(
            count_if(
              "STATE" = 'values_se_label_deafd599'
              and "N_EVER" is not null
              and "BY_LATEST_EVER" <= 100
            ) > 0,
            array_agg(
              iff(
                "STATE" = 'values_se_label_deafd599'
                and "N_EVER" is not null
                and "BY_LATEST_EVER" <= 100,
                iff(
                  "STATE" = 'values_se_label_deafd599'
                  and "N_EVER" is not null,
                  to_double("VALUE"),
                  null
                ),
                null
              )
            ) within group (
              order by
                "LAST_ORDER_EVER",
                "VALUE"
            ),
            null
          ) as "DOUBLE_LIST_VALUES_SE_LABEL_DEAFD599_EVER",
          iff(
            count_if(
              "STATE" = 'values_se_label_46c93e82'
              and "N_EVER" is not null
              and "BY_LATEST_EVER" <= 100
            ) > 0,
            array_agg(
              iff(
                "STATE" = 'values_se_label_46c93e82'
                and "N_EVER" is not null
                and "BY_LATEST_EVER" <= 100,
                iff(
                  "STATE" = 'values_se_label_46c93e82'
                  and "N_EVER" is not null,
                  iff(
                    coalesce(
                      try_to_decimal(
                        regexp_substr("VALUE", '^[[:space:]]*([+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?)[[:space:]]*$', 1, 1, 'e', 1),
                        38,
                        0
                      ),
                      (
                        sign(
                          nullif(
                            nullif(
                              try_to_double(
                                regexp_substr("VALUE", '^[[:space:]]*([+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?)[[:space:]]*$', 1, 1, 'e', 1)
                              ),
                              'inf'::float
                            ),
                            '-inf'::float
                          )
                        ) * 1e37
                      )::number(38, 0)
                    ) between -2147483648 and 2147483647,
                    coalesce(
                      try_to_decimal(
                        regexp_substr("VALUE", '^[[:space:]]*([+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?)[[:space:]]*$', 1, 1, 'e', 1),
                        38,
                        0
                      ),
                      (
                        sign(
                          nullif(
                            nullif(
                              try_to_double(
                                regexp_substr("VALUE", '^[[:space:]]*([+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?)[[:space:]]*$', 1, 1, 'e', 1)
                              ),
                              'inf'::float
                            ),
                            '-inf'::float
                          )
                        ) * 1e37
                      )::number(38, 0)
                    ),
                    null
                  ),
                  null
                ),
                null
              )
            ) within group (
              order by
                "LAST_ORDER_EVER",
                "VALUE"
            ),
            null
          ) as "INT32_LIST_VALUES_SE_LABEL_46C93E82_EVER",
          iff(
            count_if(
              "STATE" = 'values_se_label_79673331'
              and "N_EVER" is not null
              and "BY_LATEST_EVER" <= 100
            ) > 0,
            array_agg(
              iff(
                "STATE" = 'values_se_label_79673331'
                and "N_EVER" is not null
                and "BY_LATEST_EVER" <= 100,
                iff(
                  "STATE" = 'values_se_label_79673331'
                  and "N_EVER" is not null,
                  iff(
                    coalesce(
                      try_to_decimal(
                        regexp_substr("VALUE", '^[[:space:]]*([+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?)[[:space:]]*$', 1, 1, 'e', 1),
                        38,
                        0
                      ),
                      (
                        sign(
                          nullif(
                            nullif(
                              try_to_double(
                                regexp_substr("VALUE", '^[[:space:]]*([+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?)[[:space:]]*$', 1, 1, 'e', 1)
                              ),
                              'inf'::float
                            ),
                            '-inf'::float
                          )
                        ) * 1e37
                      )::number(38, 0)
                    ) between -9223372036854775808 and 9223372036854775807,
                    coalesce(
                      try_to_decimal(
                        regexp_substr("VALUE", '^[[:space:]]*([+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?)[[:space:]]*$', 1, 1, 'e', 1),
                        38,
                        0
                      ),
                      (
                        sign(
                          nullif(
                            nullif(
                              try_to_double(
                                regexp_substr("VALUE", '^[[:space:]]*([+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?)[[:space:]]*$', 1, 1, 'e', 1)
                              ),
                              'inf'::float
                            ),
                            '-inf'::float
                          )
                        ) * 1e37
                      )::number(38, 0)
                    ),
                    null
                  ),
                  null
                ),
                null
              )
            ) within group (
              order by
                "LAST_ORDER_EVER",
                "VALUE"
            ),
            null
          ) as "INT64_LIST_VALUES_SE_LABEL_79673331_EVER",
          iff(
            count_if(
              "STATE" = 'values_active_day_0097bb02'
              and "N_EVER" is not null
              and "BY_LATEST_EVER" <= 100
            ) > 0,
            array_agg(
              iff(
                "STATE" = 'values_active_day_0097bb02'
                and "N_EVER" is not null
                and "BY_LATEST_EVER" <= 100,
                "VALUE",
                null
              )
            ) within group (
              order by
                "LAST_ORDER_EVER",
                "VALUE"
            ),
            null
          ) as "LIST_VALUES_ACTIVE_DAY_0097BB02_EVER",
          iff(
            count_if(
              "STATE" = 'values_se_label_bf2639c4'
              and "N_EVER" is not null
              and "BY_LATEST_EVER" <= 100
            ) > 0,
            array_agg(
              iff(
                "STATE" = 'values_se_label_bf2639c4'
                and "N_EVER" is not null
                and "BY_LATEST_EVER" <= 100,
                "VALUE",
                null
              )
            ) within group (
              order by
                "LAST_ORDER_EVER",
                "VALUE"
            ),
            null
          ) as "LIST_VALUES_SE_LABEL_BF2639C4_EVER",
          iff(
            count_if(
              "STATE" = 'values_se_label_d47f893f'
              and "N_EVER" is not null
              and "BY_LATEST_EVER" <= 100
            ) > 0,
            array_agg(
              iff(
                "STATE" = 'values_se_label_d47f893f'
                and "N_EVER" is not null
                and "BY_LATEST_EVER" <= 100,
                "VALUE",
                null
              )
            ) within group (
              order by
                "LAST_ORDER_EVER",
                "VALUE"
            ),
            null
          ) as "LIST_VALUES_SE_LABEL_D47F893F_EVER",
          iff(
            count_if(
              "STATE" = 'values_se_label_d47f893f'
              and "N_IN_LAST_3_DAYS" is not null
              and "BY_LATEST_IN_LAST_3_DAYS" <= 100
            ) > 0,
            array_agg(
              iff(
                "STATE" = 'values_se_label_d47f893f'
                and "N_IN_LAST_3_DAYS" is not null
                and "BY_LATEST_IN_LAST_3_DAYS" <= 100,
                "VALUE",
                null
              )
            ) within group (
              order by
                "LAST_ORDER_IN_LAST_3_DAYS",
                "VALUE"
            ),
            null
          ) as "LIST_VALUES_SE_LABEL_D47F893F_IN_LAST_3_DAYS",
          iff(
            count_if(
              "STATE" = 'values_se_label_4c225c20'
              and "N_EVER" is not null
              and "BY_LATEST_EVER" <= 100
            ) > 0,
            array_agg(
              iff(
                "STATE" = 'values_se_label_4c225c20'
                and "N_EVER" is not null
                and "BY_LATEST_EVER" <= 100,
                iff(
                  "STATE" = 'values_se_label_4c225c20'
                  and "N_EVER" is not null,
                  (to_char(to_timestamp_ntz("VALUE"), 'YYYY-MM-DD"T"HH24:MI:SS.FF6') || 'Z'),
                  null
                ),
                null
              )
            ) within group (
              order by
                "LAST_ORDER_EVER",
                "VALUE"
            ),
            null
          ) as "TIMESTAMP_LIST_VALUES_SE_LABEL_4C225C20_EVER"
        from
          "VALUE_RANKS"
        group by
          "KEY"
      ),
      "STATES_OF_KEYS" as (
        select
          "S"."KEY",
          "V"."BOOLEAN_LIST_VALUES_SE_LABEL_9973876B_EVER",
          "V"."BYTES_LIST_VALUES_SE_LABEL_D47F893F_EVER",
          "V"."DOUBLE_LIST_VALUES_SE_LABEL_DEAFD599_EVER",
          "V"."INT32_LIST_VALUES_SE_LABEL_46C93E82_EVER",
          "V"."INT64_LIST_VALUES_SE_LABEL_79673331_EVER",
          "V"."LIST_VALUES_ACTIVE_DAY_0097BB02_EVER",
          "V"."LIST_VALUES_SE_LABEL_BF2639C4_EVER",
          "V"."LIST_VALUES_SE_LABEL_D47F893F_EVER",
          "V"."LIST_VALUES_SE_LABEL_D47F893F_IN_LAST_3_DAYS",
          "V"."TIMESTAMP_LIST_VALUES_SE_LABEL_4C225C20_EVER"
        from
          "SCALARS" as "S"
          left join "VALUE_SUMMARIES" as "V" on "V"."KEY" = "S"."KEY"
      ),
      "NEW_VALUES" as (
        select
          "S"."KEY" as "DOMAIN_USERID",
          coalesce("S"."LIST_VALUES_SE_LABEL_D47F893F_EVER", cast(array_construct() as array)) as "TEXTS",
          coalesce("S"."LIST_VALUES_SE_LABEL_D47F893F_IN_LAST_3_DAYS", cast(array_construct() as array)) as "RECENT_TEXTS",
          coalesce("S"."INT32_LIST_VALUES_SE_LABEL_46C93E82_EVER", cast(array_construct() as array)) as "INT32S",
          coalesce("S"."INT64_LIST_VALUES_SE_LABEL_79673331_EVER", cast(array_construct() as array)) as "INT64S",
          coalesce("S"."DOUBLE_LIST_VALUES_SE_LABEL_DEAFD599_EVER", cast(array_construct() as array)) as "DOUBLES",
          coalesce("S"."DOUBLE_LIST_VALUES_SE_LABEL_DEAFD599_EVER", cast(array_construct() as array)) as "FLOATS",
          coalesce("S"."BOOLEAN_LIST_VALUES_SE_LABEL_9973876B_EVER", cast(array_construct() as array)) as "BOOLS",
          coalesce("S"."TIMESTAMP_LIST_VALUES_SE_LABEL_4C225C20_EVER", cast(array_construct() as array)) as "TIMES",
          coalesce("S"."BYTES_LIST_VALUES_SE_LABEL_D47F893F_EVER", cast(array_construct() as array)) as "BYTES",
          coalesce("S"."LIST_VALUES_ACTIVE_DAY_0097BB02_EVER", cast(array_construct() as array)) as "DAYS",
          coalesce("S"."LIST_VALUES_SE_LABEL_BF2639C4_EVER", cast(array_construct('nothing') as array)) as "CARTS"
        from
          "STATES_OF_KEYS" as "S"
      ),
      "PUBLISHED_VALUES" as (
        select
          "DOMAIN_USERID",
          "TEXTS",
          "RECENT_TEXTS",
          "INT32S",
          "INT64S",
          "DOUBLES",
          "FLOATS",
          "BOOLS",
          "TIMES",
          "BYTES",
          "DAYS",
          "CARTS",
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
      "N"."TEXTS",
      "N"."RECENT_TEXTS",
      "N"."INT32S",
      "N"."INT64S",
      "N"."DOUBLES",
      "N"."FLOATS",
      "N"."BOOLS",
      "N"."TIMES",
      "N"."BYTES",
      "N"."DAYS",
      "N"."CARTS",
      cast(:1 as timestamp_ntz) as "AS_OF",
      case
        when "N"."DOMAIN_USERID" is null then cast(null as timestamp_ntz)
        when "P"."DOMAIN_USERID" is not null
        and "P"."UPDATED_AT" >= cast(:6 as timestamp_ntz)
        and equal_null(to_json("N"."TEXTS"), to_json("P"."TEXTS"))
        and equal_null(to_json("N"."RECENT_TEXTS"), to_json("P"."RECENT_TEXTS"))
        and equal_null(to_json("N"."INT32S"), to_json("P"."INT32S"))
        and equal_null(to_json("N"."INT64S"), to_json("P"."INT64S"))
        and equal_null(to_json("N"."DOUBLES"), to_json("P"."DOUBLES"))
        and equal_null(to_json("N"."FLOATS"), to_json("P"."FLOATS"))
        and equal_null(to_json("N"."BOOLS"), to_json("P"."BOOLS"))
        and equal_null(to_json("N"."TIMES"), to_json("P"."TIMES"))
        and equal_null(to_json("N"."BYTES"), to_json("P"."BYTES"))
        and equal_null(to_json("N"."DAYS"), to_json("P"."DAYS"))
        and equal_null(to_json("N"."CARTS"), to_json("P"."CARTS")) then "P"."UPDATED_AT"
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
  "TEXTS" = "N"."TEXTS",
  "RECENT_TEXTS" = "N"."RECENT_TEXTS",
  "INT32S" = "N"."INT32S",
  "INT64S" = "N"."INT64S",
  "DOUBLES" = "N"."DOUBLES",
  "FLOATS" = "N"."FLOATS",
  "BOOLS" = "N"."BOOLS",
  "TIMES" = "N"."TIMES",
  "BYTES" = "N"."BYTES",
  "DAYS" = "N"."DAYS",
  "CARTS" = "N"."CARTS",
  "AS_OF" = "N"."AS_OF",
  "UPDATED_AT" = "N"."UPDATED_AT"
when not matched then insert
  (
    "DOMAIN_USERID",
    "TEXTS",
    "RECENT_TEXTS",
    "INT32S",
    "INT64S",
    "DOUBLES",
    "FLOATS",
    "BOOLS",
    "TIMES",
    "BYTES",
    "DAYS",
    "CARTS",
    "AS_OF",
    "UPDATED_AT"
  )
values
  (
    "N"."DOMAIN_USERID",
    "N"."TEXTS",
    "N"."RECENT_TEXTS",
    "N"."INT32S",
    "N"."INT64S",
    "N"."DOUBLES",
    "N"."FLOATS",
    "N"."BOOLS",
    "N"."TIMES",
    "N"."BYTES",
    "N"."DAYS",
    "N"."CARTS",
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
