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

-- write (:1 as_of, :2 expected_version, :3 fresh, :4 group_name, :5 renew_before, :6 rewrite, :7 segments)
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
        union all
        select
          "DOMAIN_USERID" as "KEY"
        from
          "SIGNALS_DERIVED"."VISITOR_1_ATTRIBUTES"
        where
          "UPDATED_AT" < cast(:5 as timestamp_ntz)
          or :6 = 'true'
      ),
      "LIVE_AGGREGATES" as (
        select
          "KEY",
          "COUNT_ANY_EVENT_04A949EC",
          "COUNT_PURCHASE_6544B52E",
          "LAST_SE_LABEL_11CEB8F1",
          "LAST_SE_LABEL_2C38A6E0",
          "LAST_SE_LABEL_461FB935",
          "LAST_SE_LABEL_6C9C43B6",
          "LAST_SE_LABEL_8CA5F092",
          "LAST_SE_LABEL_92DF76EF",
          "LAST_SE_LABEL_9CEC708C",
          "LAST_SE_LABEL_9F483D69",
          "LAST_SE_LABEL_C0171453",
          "LAST_SE_LABEL_EB34BF71",
          "LAST_SE_LABEL_EECE86D7",
          "LAST_SE_LABEL_FD842A55",
          "SUM_SE_LABEL_36B02D09"
        from
          "SIGNALS_DERIVED"."VISITOR_1_AGGREGATES"
        where
          "SEGMENT" in (
            select
              value
            from
              table (split_to_table(:7, ','))
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
          max("LAST_SE_LABEL_11CEB8F1") as "LAST_SE_LABEL_11CEB8F1_EVER",
          max("LAST_SE_LABEL_2C38A6E0") as "LAST_SE_LABEL_2C38A6E0_EVER",
          max("LAST_SE_LABEL_461FB935") as "LAST_SE_LABEL_461FB935_EVER",
          max("LAST_SE_LABEL_6C9C43B6") as "LAST_SE_LABEL_6C9C43B6_EVER",
          max("LAST_SE_LABEL_8CA5F092") as "LAST_SE_LABEL_8CA5F092_EVER",
          max("LAST_SE_LABEL_92DF76EF") as "LAST_SE_LABEL_92DF76EF_EVER",
          max("LAST_SE_LABEL_9CEC708C") as "LAST_SE_LABEL_9CEC708C_EVER",
          max("LAST_SE_LABEL_9F483D69") as "LAST_SE_LABEL_9F483D69_EVER",
          max("LAST_SE_LABEL_C0171453") as "LAST_SE_LABEL_C0171453_EVER",
          max("LAST_SE_LABEL_EB34BF71") as "LAST_SE_LABEL_EB34BF71_EVER",
          max("LAST_SE_LABEL_EECE86D7") as "LAST_SE_LABEL_EECE86D7_EVER",
          max("LAST_SE_LABEL_FD842A55") as "LAST_SE_LABEL_FD842A55_EVER",
          sum("SUM_SE_LABEL_36B02D09") as "SUM_SE_LABEL_36B02D09_EVER"
        from
          "LIVE_AGGREGATES"
        group by
          "KEY"
        having
          sum("COUNT_ANY_EVENT_04A949EC") > 0
          or sum("COUNT_PURCHASE_6544B52E") > 0
      ),
      "LIVE_VALUES" as (
        select
          "KEY",
          "STATE",
          "VALUE",
          "N",
          "LAST_ORDER"
        from
          "SIGNALS_DERIVED"."VISITOR_1_VALUE_AGGREGATES"
        where
          "SEGMENT" in (
            select
              value
            from
              table (split_to_table(:7, ','))
          )
          and "KEY" in (
            select
              "KEY"
            from
              "TOUCHED_KEYS"
          )
          and "STATE" in (
            'values_se_label_0e4f8436',
            'values_se_label_278b84ff',
            'values_se_label_29def334',
            'values_se_label_2bf9171b',
            'values_se_label_797c4b79',
            'values_se_label_9e3f03cb'
          )
      ),
      "VALUE_TOTALS" as (
        select
          "KEY",
          "STATE",
          "VALUE",
          sum("N") as "N_EVER",
          max("LAST_ORDER") as "LAST_ORDER_EVER"
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
          row_number() over (
            partition by
              "KEY",
              "STATE"
            order by
              "LAST_ORDER_EVER" desc nulls last,
              "VALUE" desc nulls last
          ) as "BY_LATEST_EVER"
        from
          "VALUE_TOTALS"
      ),
      "VALUE_SUMMARIES" as (
        select
          "KEY",
          iff(
            count_if(
              "STATE" = 'values_se_label_278b84ff'
              and "N_EVER" is not null
              and "BY_LATEST_EVER" <= 100
            ) > 0,
            array_agg(
              iff(
                "STATE" = 'values_se_label_278b84ff'
                and "N_EVER" is not null
                and "BY_LATEST_EVER" <= 100,
                iff(
                  "STATE" = 'values_se_label_278b84ff'
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
          ) as "BOOLEAN_LIST_VALUES_SE_LABEL_278B84FF_EVER",
          iff(
            count_if(
              "STATE" = 'values_se_label_9e3f03cb'
              and "N_EVER" is not null
              and "BY_LATEST_EVER" <= 100
            ) > 0,
            array_agg(
              iff(
                "STATE" = 'values_se_label_9e3f03cb'
                and "N_EVER" is not null
                and "BY_LATEST_EVER" <= 100,
                iff(
                  "STATE" = 'values_se_label_9e3f03cb'
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
          ) as "BYTES_LIST_VALUES_SE_LABEL_9E3F03CB_EVER",
          iff(
            count_if(
              "STATE" = 'values_se_label_0e4f8436'
              and "N_EVER" is not null
              and "BY_LATEST_EVER" <= 100
            ) > 0,
            array_agg(
              iff(
                "STATE" = 'values_se_label_0e4f8436'
                and "N_EVER" is not null
                and "BY_LATEST_EVER" <= 100,
                iff(
                  "STATE" = 'values_se_label_0e4f8436'
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
          ) as "DOUBLE_LIST_VALUES_SE_LABEL_0E4F8436_EVER",
          iff(
            count_if(
              "STATE" = 'values_se_label_2bf9171b'
              and "N_EVER" is not null
              and "BY_LATEST_EVER" <= 100
            ) > 0,
            array_agg(
              iff(
                "STATE" = 'values_se_label_2bf9171b'
                and "N_EVER" is not null
                and "BY_LATEST_EVER" <= 100,
                iff(
                  "STATE" = 'values_se_label_2bf9171b'
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
          ) as "INT32_LIST_VALUES_SE_LABEL_2BF9171B_EVER",
          iff(
            count_if(
              "STATE" = 'values_se_label_29def334'
              and "N_EVER" is not null
              and "BY_LATEST_EVER" <= 100
            ) > 0,
            array_agg(
              iff(
                "STATE" = 'values_se_label_29def334'
                and "N_EVER" is not null
                and "BY_LATEST_EVER" <= 100,
                iff(
                  "STATE" = 'values_se_label_29def334'
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
          ) as "INT64_LIST_VALUES_SE_LABEL_29DEF334_EVER",
          iff(
            count_if(
              "STATE" = 'values_se_label_9e3f03cb'
              and "N_EVER" is not null
              and "BY_LATEST_EVER" <= 100
            ) > 0,
            array_agg(
              iff(
                "STATE" = 'values_se_label_9e3f03cb'
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
          ) as "LIST_VALUES_SE_LABEL_9E3F03CB_EVER",
          iff(
            count_if(
              "STATE" = 'values_se_label_797c4b79'
              and "N_EVER" is not null
              and "BY_LATEST_EVER" <= 100
            ) > 0,
            array_agg(
              iff(
                "STATE" = 'values_se_label_797c4b79'
                and "N_EVER" is not null
                and "BY_LATEST_EVER" <= 100,
                iff(
                  "STATE" = 'values_se_label_797c4b79'
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
          ) as "TIMESTAMP_LIST_VALUES_SE_LABEL_797C4B79_EVER"
        from
          "VALUE_RANKS"
        group by
          "KEY"
      ),
      "STATES_OF_KEYS" as (
        select
          "S"."KEY",
          "S"."LAST_SE_LABEL_11CEB8F1_EVER",
          "S"."LAST_SE_LABEL_2C38A6E0_EVER",
          "S"."LAST_SE_LABEL_461FB935_EVER",
          "S"."LAST_SE_LABEL_6C9C43B6_EVER",
          "S"."LAST_SE_LABEL_8CA5F092_EVER",
          "S"."LAST_SE_LABEL_92DF76EF_EVER",
          "S"."LAST_SE_LABEL_9CEC708C_EVER",
          "S"."LAST_SE_LABEL_9F483D69_EVER",
          "S"."LAST_SE_LABEL_C0171453_EVER",
          "S"."LAST_SE_LABEL_EB34BF71_EVER",
          "S"."LAST_SE_LABEL_EECE86D7_EVER",
          "S"."LAST_SE_LABEL_FD842A55_EVER",
          "S"."SUM_SE_LABEL_36B02D09_EVER",
          "V"."BOOLEAN_LIST_VALUES_SE_LABEL_278B84FF_EVER",
          "V"."BYTES_LIST_VALUES_SE_LABEL_9E3F03CB_EVER",
          "V"."DOUBLE_LIST_VALUES_SE_LABEL_0E4F8436_EVER",
          "V"."INT32_LIST_VALUES_SE_LABEL_2BF9171B_EVER",
          "V"."INT64_LIST_VALUES_SE_LABEL_29DEF334_EVER",
          "V"."LIST_VALUES_SE_LABEL_9E3F03CB_EVER",
          "V"."TIMESTAMP_LIST_VALUES_SE_LABEL_797C4B79_EVER"
        from
          "SCALARS" as "S"
          left join "VALUE_SUMMARIES" as "V" on "V"."KEY" = "S"."KEY"
      ),
      "PARTS_OF_VALUES_OF_KEYS" as (
        select
          "S"."KEY",
          "S"."LAST_SE_LABEL_2C38A6E0_EVER",
          "S"."LAST_SE_LABEL_11CEB8F1_EVER",
          "S"."LAST_SE_LABEL_92DF76EF_EVER",
          "S"."LAST_SE_LABEL_EECE86D7_EVER",
          "S"."LAST_SE_LABEL_6C9C43B6_EVER",
          "S"."LAST_SE_LABEL_461FB935_EVER",
          "S"."LAST_SE_LABEL_9F483D69_EVER",
          "S"."LAST_SE_LABEL_FD842A55_EVER",
          "S"."LAST_SE_LABEL_C0171453_EVER",
          "S"."LAST_SE_LABEL_9CEC708C_EVER",
          "S"."LAST_SE_LABEL_EB34BF71_EVER",
          "S"."LIST_VALUES_SE_LABEL_9E3F03CB_EVER",
          "S"."BYTES_LIST_VALUES_SE_LABEL_9E3F03CB_EVER",
          "S"."INT32_LIST_VALUES_SE_LABEL_2BF9171B_EVER",
          "S"."INT64_LIST_VALUES_SE_LABEL_29DEF334_EVER",
          "S"."DOUBLE_LIST_VALUES_SE_LABEL_0E4F8436_EVER",
          "S"."BOOLEAN_LIST_VALUES_SE_LABEL_278B84FF_EVER",
          "S"."TIMESTAMP_LIST_VALUES_SE_LABEL_797C4B79_EVER",
          "S"."SUM_SE_LABEL_36B02D09_EVER",
          regexp_substr(
            substr("S"."LAST_SE_LABEL_8CA5F092_EVER", position(' ', "S"."LAST_SE_LABEL_8CA5F092_EVER") + 1),
            '^[[:space:]]*([+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?)[[:space:]]*$',
            1,
            1,
            'e',
            1
          ) as "LAST_SE_LABEL_8CA5F092_EVER_NUMBER",
          regexp_substr(
            substr("S"."LAST_SE_LABEL_9F483D69_EVER", position(' ', "S"."LAST_SE_LABEL_9F483D69_EVER") + 1),
            '^[[:space:]]*([+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?)[[:space:]]*$',
            1,
            1,
            'e',
            1
          ) as "LAST_SE_LABEL_9F483D69_EVER_NUMBER",
          regexp_substr(
            '9007199254740993',
            '^[[:space:]]*([+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?)[[:space:]]*$',
            1,
            1,
            'e',
            1
          ) as "NUMBER"
        from
          "STATES_OF_KEYS" as "S"
      ),
      "PARTS_OF_VALUES_OF_KEYS_2" as (
        select
          "S"."KEY",
          "S"."LAST_SE_LABEL_2C38A6E0_EVER",
          "S"."LAST_SE_LABEL_8CA5F092_EVER_NUMBER",
          "S"."LAST_SE_LABEL_11CEB8F1_EVER",
          "S"."LAST_SE_LABEL_92DF76EF_EVER",
          "S"."LAST_SE_LABEL_EECE86D7_EVER",
          "S"."LAST_SE_LABEL_6C9C43B6_EVER",
          "S"."LAST_SE_LABEL_461FB935_EVER",
          "S"."LAST_SE_LABEL_9F483D69_EVER",
          "S"."LAST_SE_LABEL_9F483D69_EVER_NUMBER",
          "S"."NUMBER",
          "S"."LAST_SE_LABEL_FD842A55_EVER",
          "S"."LAST_SE_LABEL_C0171453_EVER",
          "S"."LAST_SE_LABEL_9CEC708C_EVER",
          "S"."LAST_SE_LABEL_EB34BF71_EVER",
          "S"."LIST_VALUES_SE_LABEL_9E3F03CB_EVER",
          "S"."BYTES_LIST_VALUES_SE_LABEL_9E3F03CB_EVER",
          "S"."INT32_LIST_VALUES_SE_LABEL_2BF9171B_EVER",
          "S"."INT64_LIST_VALUES_SE_LABEL_29DEF334_EVER",
          "S"."DOUBLE_LIST_VALUES_SE_LABEL_0E4F8436_EVER",
          "S"."BOOLEAN_LIST_VALUES_SE_LABEL_278B84FF_EVER",
          "S"."TIMESTAMP_LIST_VALUES_SE_LABEL_797C4B79_EVER",
          "S"."SUM_SE_LABEL_36B02D09_EVER",
          nullif(nullif(try_to_double("S"."LAST_SE_LABEL_8CA5F092_EVER_NUMBER"), 'inf'::float), '-inf'::float) as "LAST_SE_LABEL_8CA5F092_EVER_DOUBLE",
          nullif(nullif(try_to_double("S"."LAST_SE_LABEL_9F483D69_EVER_NUMBER"), 'inf'::float), '-inf'::float) as "LAST_SE_LABEL_9F483D69_EVER_DOUBLE",
          nullif(nullif(try_to_double("S"."NUMBER"), 'inf'::float), '-inf'::float) as "DOUBLE"
        from
          "PARTS_OF_VALUES_OF_KEYS" as "S"
      ),
      "NEW_VALUES" as (
        select
          "S"."KEY" as "DOMAIN_USERID",
          substr("S"."LAST_SE_LABEL_2C38A6E0_EVER", position(' ', "S"."LAST_SE_LABEL_2C38A6E0_EVER") + 1) as "LAST_STRING",
          to_binary(
            substr("S"."LAST_SE_LABEL_2C38A6E0_EVER", position(' ', "S"."LAST_SE_LABEL_2C38A6E0_EVER") + 1),
            'UTF-8'
          ) as "LAST_BYTES",
          iff(
            coalesce(
              try_to_decimal("S"."LAST_SE_LABEL_8CA5F092_EVER_NUMBER", 38, 0),
              (sign("S"."LAST_SE_LABEL_8CA5F092_EVER_DOUBLE") * 1e37)::number(38, 0)
            ) between -2147483648 and 2147483647,
            coalesce(
              try_to_decimal("S"."LAST_SE_LABEL_8CA5F092_EVER_NUMBER", 38, 0),
              (sign("S"."LAST_SE_LABEL_8CA5F092_EVER_DOUBLE") * 1e37)::number(38, 0)
            ),
            null
          ) as "LAST_INT32",
          iff(
            coalesce(
              try_to_decimal("S"."LAST_SE_LABEL_8CA5F092_EVER_NUMBER", 38, 0),
              (sign("S"."LAST_SE_LABEL_8CA5F092_EVER_DOUBLE") * 1e37)::number(38, 0)
            ) between -9223372036854775808 and 9223372036854775807,
            coalesce(
              try_to_decimal("S"."LAST_SE_LABEL_8CA5F092_EVER_NUMBER", 38, 0),
              (sign("S"."LAST_SE_LABEL_8CA5F092_EVER_DOUBLE") * 1e37)::number(38, 0)
            ),
            null
          ) as "LAST_INT64",
          to_double(substr("S"."LAST_SE_LABEL_11CEB8F1_EVER", position(' ', "S"."LAST_SE_LABEL_11CEB8F1_EVER") + 1)) as "LAST_DOUBLE",
          to_double(substr("S"."LAST_SE_LABEL_11CEB8F1_EVER", position(' ', "S"."LAST_SE_LABEL_11CEB8F1_EVER") + 1)) as "LAST_FLOAT",
          cast(
            substr("S"."LAST_SE_LABEL_92DF76EF_EVER", position(' ', "S"."LAST_SE_LABEL_92DF76EF_EVER") + 1) as boolean
          ) as "LAST_BOOL",
          to_timestamp_ntz(substr("S"."LAST_SE_LABEL_EECE86D7_EVER", position(' ', "S"."LAST_SE_LABEL_EECE86D7_EVER") + 1)) as "LAST_TIMESTAMP",
          to_timestamp_ntz(substr("S"."LAST_SE_LABEL_EECE86D7_EVER", position(' ', "S"."LAST_SE_LABEL_EECE86D7_EVER") + 1)) as "LAST_UNIX_TIMESTAMP",
          parse_json(
            substr("S"."LAST_SE_LABEL_6C9C43B6_EVER", position(' ', "S"."LAST_SE_LABEL_6C9C43B6_EVER") + 1),
            'd'
          )::object as "LAST_DICT",
          coalesce(
            substr("S"."LAST_SE_LABEL_461FB935_EVER", position(' ', "S"."LAST_SE_LABEL_461FB935_EVER") + 1),
            'none'
          ) as "DEFAULT_STRING",
          coalesce(
            to_binary(
              substr("S"."LAST_SE_LABEL_461FB935_EVER", position(' ', "S"."LAST_SE_LABEL_461FB935_EVER") + 1),
              'UTF-8'
            ),
            to_binary('none', 'UTF-8')
          ) as "DEFAULT_BYTES",
          case
            when substr("S"."LAST_SE_LABEL_9F483D69_EVER", position(' ', "S"."LAST_SE_LABEL_9F483D69_EVER") + 1) is null then -1
            else iff(
              coalesce(
                try_to_decimal("S"."LAST_SE_LABEL_9F483D69_EVER_NUMBER", 38, 0),
                (sign("S"."LAST_SE_LABEL_9F483D69_EVER_DOUBLE") * 1e37)::number(38, 0)
              ) between -2147483648 and 2147483647,
              coalesce(
                try_to_decimal("S"."LAST_SE_LABEL_9F483D69_EVER_NUMBER", 38, 0),
                (sign("S"."LAST_SE_LABEL_9F483D69_EVER_DOUBLE") * 1e37)::number(38, 0)
              ),
              null
            )
          end as "DEFAULT_INT32",
          case
            when substr("S"."LAST_SE_LABEL_9F483D69_EVER", position(' ', "S"."LAST_SE_LABEL_9F483D69_EVER") + 1) is null then iff(
              coalesce(try_to_decimal("S"."NUMBER", 38, 0), (sign("S"."DOUBLE") * 1e37)::number(38, 0)) between -9223372036854775808 and 9223372036854775807,
              coalesce(try_to_decimal("S"."NUMBER", 38, 0), (sign("S"."DOUBLE") * 1e37)::number(38, 0)),
              null
            )
            else iff(
              coalesce(
                try_to_decimal("S"."LAST_SE_LABEL_9F483D69_EVER_NUMBER", 38, 0),
                (sign("S"."LAST_SE_LABEL_9F483D69_EVER_DOUBLE") * 1e37)::number(38, 0)
              ) between -9223372036854775808 and 9223372036854775807,
              coalesce(
                try_to_decimal("S"."LAST_SE_LABEL_9F483D69_EVER_NUMBER", 38, 0),
                (sign("S"."LAST_SE_LABEL_9F483D69_EVER_DOUBLE") * 1e37)::number(38, 0)
              ),
              null
            )
          end as "DEFAULT_INT64",
          coalesce(
            to_double(substr("S"."LAST_SE_LABEL_FD842A55_EVER", position(' ', "S"."LAST_SE_LABEL_FD842A55_EVER") + 1)),
            0.1::float
          ) as "DEFAULT_DOUBLE",
          coalesce(
            to_double(substr("S"."LAST_SE_LABEL_FD842A55_EVER", position(' ', "S"."LAST_SE_LABEL_FD842A55_EVER") + 1)),
            1000::float
          ) as "DEFAULT_FLOAT",
          coalesce(
            cast(
              substr("S"."LAST_SE_LABEL_C0171453_EVER", position(' ', "S"."LAST_SE_LABEL_C0171453_EVER") + 1) as boolean
            ),
            true
          ) as "DEFAULT_BOOL",
          coalesce(
            to_timestamp_ntz(substr("S"."LAST_SE_LABEL_9CEC708C_EVER", position(' ', "S"."LAST_SE_LABEL_9CEC708C_EVER") + 1)),
            cast('2024-03-01T00:30:00.000000Z' as timestamp_ntz)
          ) as "DEFAULT_TIMESTAMP",
          coalesce(
            to_timestamp_ntz(substr("S"."LAST_SE_LABEL_9CEC708C_EVER", position(' ', "S"."LAST_SE_LABEL_9CEC708C_EVER") + 1)),
            cast('2024-01-01T00:00:00.500000Z' as timestamp_ntz)
          ) as "DEFAULT_UNIX_TIMESTAMP",
          coalesce(
            parse_json(
              substr("S"."LAST_SE_LABEL_EB34BF71_EVER", position(' ', "S"."LAST_SE_LABEL_EB34BF71_EVER") + 1),
              'd'
            )::object,
            parse_json('{"a":[1,null]}', 'd')::object
          ) as "DEFAULT_DICT",
          coalesce("S"."LIST_VALUES_SE_LABEL_9E3F03CB_EVER", cast(array_construct('a', 'O''Reilly') as array)) as "DEFAULT_STRING_LIST",
          coalesce(
            "S"."BYTES_LIST_VALUES_SE_LABEL_9E3F03CB_EVER",
            cast(array_construct(to_binary('é', 'UTF-8')) as array)
          ) as "DEFAULT_BYTES_LIST",
          coalesce("S"."INT32_LIST_VALUES_SE_LABEL_2BF9171B_EVER", cast(array_construct(1, 2) as array)) as "DEFAULT_INT32_LIST",
          coalesce(
            "S"."INT64_LIST_VALUES_SE_LABEL_29DEF334_EVER",
            cast(
              array_construct(
                iff(
                  coalesce(try_to_decimal("S"."NUMBER", 38, 0), (sign("S"."DOUBLE") * 1e37)::number(38, 0)) between -9223372036854775808 and 9223372036854775807,
                  coalesce(try_to_decimal("S"."NUMBER", 38, 0), (sign("S"."DOUBLE") * 1e37)::number(38, 0)),
                  null
                )
              ) as array
            )
          ) as "DEFAULT_INT64_LIST",
          coalesce(
            "S"."DOUBLE_LIST_VALUES_SE_LABEL_0E4F8436_EVER",
            cast(array_construct(0.1::float, 1::float) as array)
          ) as "DEFAULT_DOUBLE_LIST",
          coalesce("S"."DOUBLE_LIST_VALUES_SE_LABEL_0E4F8436_EVER", cast(array_construct() as array)) as "DEFAULT_FLOAT_LIST",
          coalesce("S"."BOOLEAN_LIST_VALUES_SE_LABEL_278B84FF_EVER", cast(array_construct(true, false) as array)) as "DEFAULT_BOOL_LIST",
          coalesce(
            "S"."TIMESTAMP_LIST_VALUES_SE_LABEL_797C4B79_EVER",
            cast(array_construct('2024-01-01T00:00:00.000000Z', '1970-01-01T00:00:00.000000Z') as array)
          ) as "DEFAULT_UNIX_TIMESTAMP_LIST",
          case
            when "S"."SUM_SE_LABEL_36B02D09_EVER" is null then -1
            else iff(
              cast(round("S"."SUM_SE_LABEL_36B02D09_EVER", 0) as number(38, 0)) between -2147483648 and 2147483647,
              cast(round("S"."SUM_SE_LABEL_36B02D09_EVER", 0) as number(38, 0)),
              null
            )
          end as "SUM_TOO_LARGE"
        from
          "PARTS_OF_VALUES_OF_KEYS_2" as "S"
      ),
      "PUBLISHED_VALUES" as (
        select
          "DOMAIN_USERID",
          "LAST_STRING",
          "LAST_BYTES",
          "LAST_INT32",
          "LAST_INT64",
          "LAST_DOUBLE",
          "LAST_FLOAT",
          "LAST_BOOL",
          "LAST_TIMESTAMP",
          "LAST_UNIX_TIMESTAMP",
          "LAST_DICT",
          "DEFAULT_STRING",
          "DEFAULT_BYTES",
          "DEFAULT_INT32",
          "DEFAULT_INT64",
          "DEFAULT_DOUBLE",
          "DEFAULT_FLOAT",
          "DEFAULT_BOOL",
          "DEFAULT_TIMESTAMP",
          "DEFAULT_UNIX_TIMESTAMP",
          "DEFAULT_DICT",
          "DEFAULT_STRING_LIST",
          "DEFAULT_BYTES_LIST",
          "DEFAULT_INT32_LIST",
          "DEFAULT_INT64_LIST",
          "DEFAULT_DOUBLE_LIST",
          "DEFAULT_FLOAT_LIST",
          "DEFAULT_BOOL_LIST",
          "DEFAULT_UNIX_TIMESTAMP_LIST",
          "SUM_TOO_LARGE",
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
      "N"."LAST_STRING",
      "N"."LAST_BYTES",
      "N"."LAST_INT32",
      "N"."LAST_INT64",
      "N"."LAST_DOUBLE",
      "N"."LAST_FLOAT",
      "N"."LAST_BOOL",
      "N"."LAST_TIMESTAMP",
      "N"."LAST_UNIX_TIMESTAMP",
      "N"."LAST_DICT",
      "N"."DEFAULT_STRING",
      "N"."DEFAULT_BYTES",
      "N"."DEFAULT_INT32",
      "N"."DEFAULT_INT64",
      "N"."DEFAULT_DOUBLE",
      "N"."DEFAULT_FLOAT",
      "N"."DEFAULT_BOOL",
      "N"."DEFAULT_TIMESTAMP",
      "N"."DEFAULT_UNIX_TIMESTAMP",
      "N"."DEFAULT_DICT",
      "N"."DEFAULT_STRING_LIST",
      "N"."DEFAULT_BYTES_LIST",
      "N"."DEFAULT_INT32_LIST",
      "N"."DEFAULT_INT64_LIST",
      "N"."DEFAULT_DOUBLE_LIST",
      "N"."DEFAULT_FLOAT_LIST",
      "N"."DEFAULT_BOOL_LIST",
      "N"."DEFAULT_UNIX_TIMESTAMP_LIST",
      "N"."SUM_TOO_LARGE",
      cast(:1 as timestamp_ntz) as "AS_OF",
      case
        when "N"."DOMAIN_USERID" is null then cast(null as timestamp_ntz)
        when "P"."DOMAIN_USERID" is not null
        and "P"."UPDATED_AT" >= cast(:5 as timestamp_ntz)
        and equal_null("N"."LAST_STRING", "P"."LAST_STRING")
        and equal_null("N"."LAST_BYTES", "P"."LAST_BYTES")
        and equal_null("N"."LAST_INT32", "P"."LAST_INT32")
        and equal_null("N"."LAST_INT64", "P"."LAST_INT64")
        and equal_null("N"."LAST_DOUBLE", "P"."LAST_DOUBLE")
        and equal_null("N"."LAST_FLOAT", "P"."LAST_FLOAT")
        and equal_null("N"."LAST_BOOL", "P"."LAST_BOOL")
        and equal_null("N"."LAST_TIMESTAMP", "P"."LAST_TIMESTAMP")
        and equal_null("N"."LAST_UNIX_TIMESTAMP", "P"."LAST_UNIX_TIMESTAMP")
        and equal_null(to_json("N"."LAST_DICT"), to_json("P"."LAST_DICT"))
        and equal_null("N"."DEFAULT_STRING", "P"."DEFAULT_STRING")
        and equal_null("N"."DEFAULT_BYTES", "P"."DEFAULT_BYTES")
        and equal_null("N"."DEFAULT_INT32", "P"."DEFAULT_INT32")
        and equal_null("N"."DEFAULT_INT64", "P"."DEFAULT_INT64")
        and equal_null("N"."DEFAULT_DOUBLE", "P"."DEFAULT_DOUBLE")
        and equal_null("N"."DEFAULT_FLOAT", "P"."DEFAULT_FLOAT")
        and equal_null("N"."DEFAULT_BOOL", "P"."DEFAULT_BOOL")
        and equal_null("N"."DEFAULT_TIMESTAMP", "P"."DEFAULT_TIMESTAMP")
        and equal_null("N"."DEFAULT_UNIX_TIMESTAMP", "P"."DEFAULT_UNIX_TIMESTAMP")
        and equal_null(to_json("N"."DEFAULT_DICT"), to_json("P"."DEFAULT_DICT"))
        and equal_null(to_json("N"."DEFAULT_STRING_LIST"), to_json("P"."DEFAULT_STRING_LIST"))
        and equal_null(to_json("N"."DEFAULT_BYTES_LIST"), to_json("P"."DEFAULT_BYTES_LIST"))
        and equal_null(to_json("N"."DEFAULT_INT32_LIST"), to_json("P"."DEFAULT_INT32_LIST"))
        and equal_null(to_json("N"."DEFAULT_INT64_LIST"), to_json("P"."DEFAULT_INT64_LIST"))
        and equal_null(to_json("N"."DEFAULT_DOUBLE_LIST"), to_json("P"."DEFAULT_DOUBLE_LIST"))
        and equal_null(to_json("N"."DEFAULT_FLOAT_LIST"), to_json("P"."DEFAULT_FLOAT_LIST"))
        and equal_null(to_json("N"."DEFAULT_BOOL_LIST"), to_json("P"."DEFAULT_BOOL_LIST"))
        and equal_null(to_json("N"."DEFAULT_UNIX_TIMESTAMP_LIST"), to_json("P"."DEFAULT_UNIX_TIMESTAMP_LIST"))
        and equal_null("N"."SUM_TOO_LARGE", "P"."SUM_TOO_LARGE") then "P"."UPDATED_AT"
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
  "LAST_STRING" = "N"."LAST_STRING",
  "LAST_BYTES" = "N"."LAST_BYTES",
  "LAST_INT32" = "N"."LAST_INT32",
  "LAST_INT64" = "N"."LAST_INT64",
  "LAST_DOUBLE" = "N"."LAST_DOUBLE",
  "LAST_FLOAT" = "N"."LAST_FLOAT",
  "LAST_BOOL" = "N"."LAST_BOOL",
  "LAST_TIMESTAMP" = "N"."LAST_TIMESTAMP",
  "LAST_UNIX_TIMESTAMP" = "N"."LAST_UNIX_TIMESTAMP",
  "LAST_DICT" = "N"."LAST_DICT",
  "DEFAULT_STRING" = "N"."DEFAULT_STRING",
  "DEFAULT_BYTES" = "N"."DEFAULT_BYTES",
  "DEFAULT_INT32" = "N"."DEFAULT_INT32",
  "DEFAULT_INT64" = "N"."DEFAULT_INT64",
  "DEFAULT_DOUBLE" = "N"."DEFAULT_DOUBLE",
  "DEFAULT_FLOAT" = "N"."DEFAULT_FLOAT",
  "DEFAULT_BOOL" = "N"."DEFAULT_BOOL",
  "DEFAULT_TIMESTAMP" = "N"."DEFAULT_TIMESTAMP",
  "DEFAULT_UNIX_TIMESTAMP" = "N"."DEFAULT_UNIX_TIMESTAMP",
  "DEFAULT_DICT" = "N"."DEFAULT_DICT",
  "DEFAULT_STRING_LIST" = "N"."DEFAULT_STRING_LIST",
  "DEFAULT_BYTES_LIST" = "N"."DEFAULT_BYTES_LIST",
  "DEFAULT_INT32_LIST" = "N"."DEFAULT_INT32_LIST",
  "DEFAULT_INT64_LIST" = "N"."DEFAULT_INT64_LIST",
  "DEFAULT_DOUBLE_LIST" = "N"."DEFAULT_DOUBLE_LIST",
  "DEFAULT_FLOAT_LIST" = "N"."DEFAULT_FLOAT_LIST",
  "DEFAULT_BOOL_LIST" = "N"."DEFAULT_BOOL_LIST",
  "DEFAULT_UNIX_TIMESTAMP_LIST" = "N"."DEFAULT_UNIX_TIMESTAMP_LIST",
  "SUM_TOO_LARGE" = "N"."SUM_TOO_LARGE",
  "AS_OF" = "N"."AS_OF",
  "UPDATED_AT" = "N"."UPDATED_AT"
when not matched then insert
  (
    "DOMAIN_USERID",
    "LAST_STRING",
    "LAST_BYTES",
    "LAST_INT32",
    "LAST_INT64",
    "LAST_DOUBLE",
    "LAST_FLOAT",
    "LAST_BOOL",
    "LAST_TIMESTAMP",
    "LAST_UNIX_TIMESTAMP",
    "LAST_DICT",
    "DEFAULT_STRING",
    "DEFAULT_BYTES",
    "DEFAULT_INT32",
    "DEFAULT_INT64",
    "DEFAULT_DOUBLE",
    "DEFAULT_FLOAT",
    "DEFAULT_BOOL",
    "DEFAULT_TIMESTAMP",
    "DEFAULT_UNIX_TIMESTAMP",
    "DEFAULT_DICT",
    "DEFAULT_STRING_LIST",
    "DEFAULT_BYTES_LIST",
    "DEFAULT_INT32_LIST",
    "DEFAULT_INT64_LIST",
    "DEFAULT_DOUBLE_LIST",
    "DEFAULT_FLOAT_LIST",
    "DEFAULT_BOOL_LIST",
    "DEFAULT_UNIX_TIMESTAMP_LIST",
    "SUM_TOO_LARGE",
    "AS_OF",
    "UPDATED_AT"
  )
values
  (
    "N"."DOMAIN_USERID",
    "N"."LAST_STRING",
    "N"."LAST_BYTES",
    "N"."LAST_INT32",
    "N"."LAST_INT64",
    "N"."LAST_DOUBLE",
    "N"."LAST_FLOAT",
    "N"."LAST_BOOL",
    "N"."LAST_TIMESTAMP",
    "N"."LAST_UNIX_TIMESTAMP",
    "N"."LAST_DICT",
    "N"."DEFAULT_STRING",
    "N"."DEFAULT_BYTES",
    "N"."DEFAULT_INT32",
    "N"."DEFAULT_INT64",
    "N"."DEFAULT_DOUBLE",
    "N"."DEFAULT_FLOAT",
    "N"."DEFAULT_BOOL",
    "N"."DEFAULT_TIMESTAMP",
    "N"."DEFAULT_UNIX_TIMESTAMP",
    "N"."DEFAULT_DICT",
    "N"."DEFAULT_STRING_LIST",
    "N"."DEFAULT_BYTES_LIST",
    "N"."DEFAULT_INT32_LIST",
    "N"."DEFAULT_INT64_LIST",
    "N"."DEFAULT_DOUBLE_LIST",
    "N"."DEFAULT_FLOAT_LIST",
    "N"."DEFAULT_BOOL_LIST",
    "N"."DEFAULT_UNIX_TIMESTAMP_LIST",
    "N"."SUM_TOO_LARGE",
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
