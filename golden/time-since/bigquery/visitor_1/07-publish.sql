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
--   published_as_of   as_of of the last publication
--   published_since   the clock before this publication
--   renew_before      rows that were updated before this time are sent to the Profiles Store again
--   rewrite           true where the rows of all keys are written
--   segments          live segments, joined by commas

-- write
merge into
  `signals_derived`.`visitor_1_attributes` as `p` using (
    with
      `touched_keys` as (
        select
          `key`
        from
          `signals_derived`.`visitor_1_aggregates`
        where
          `segment` in unnest(split(@fresh, ','))
          or (
            `segment` in unnest(split(@segments, ','))
            and (
              (
                `bucket` >= timestamp_sub(timestamp_trunc(@published_as_of, day, 'UTC'), interval 7 day)
                and `bucket` < timestamp_sub(timestamp_trunc(@as_of, day, 'UTC'), interval 7 day)
              )
              or (
                `bucket` >= timestamp_trunc(@published_as_of, day, 'UTC')
                and `bucket` < timestamp_trunc(@as_of, day, 'UTC')
              )
            )
          )
        union all
        select
          `domain_userid` as `key`
        from
          `signals_derived`.`visitor_1_attributes`
        where
          `updated_at` < @renew_before
          or @rewrite = 'true'
      ),
      `live_aggregates` as (
        select
          `key`,
          `count_any_event_04a949ec`,
          `count_purchase_6544b52e`,
          `max_derived_tstamp_1d274e3d`,
          `max_derived_tstamp_970bec76`,
          `min_derived_tstamp_08587e94`,
          `bucket` >= timestamp_sub(timestamp_trunc(@as_of, day, 'UTC'), interval 7 day)
          and `bucket` < timestamp_trunc(@as_of, day, 'UTC') as `in_last_7_days`
        from
          `signals_derived`.`visitor_1_aggregates`
        where
          `segment` in unnest(split(@segments, ','))
          and `key` in (
            select
              `key`
            from
              `touched_keys`
          )
      ),
      `scalars` as (
        select
          `key`,
          max(`max_derived_tstamp_1d274e3d`) as `max_derived_tstamp_1d274e3d_ever`,
          max(`max_derived_tstamp_970bec76`) as `max_derived_tstamp_970bec76_ever`,
          min(`min_derived_tstamp_08587e94`) as `min_derived_tstamp_08587e94_ever`,
          min(if(`in_last_7_days`, `min_derived_tstamp_08587e94`, null)) as `min_derived_tstamp_08587e94_in_last_7_days`
        from
          `live_aggregates`
        group by
          `key`
        having
          sum(`count_any_event_04a949ec`) > 0
          or sum(`count_purchase_6544b52e`) > 0
      ),
      `new_values` as (
        select
          `s`.`key` as `domain_userid`,
          safe_divide(
            timestamp_diff(
              @as_of,
              case
                when `s`.`max_derived_tstamp_970bec76_ever` > @as_of then @as_of
                else `s`.`max_derived_tstamp_970bec76_ever`
              end,
              microsecond
            ),
            1000000
          ) as `seconds_since_last`,
          safe_divide(
            timestamp_diff(
              @as_of,
              case
                when `s`.`max_derived_tstamp_970bec76_ever` > @as_of then @as_of
                else `s`.`max_derived_tstamp_970bec76_ever`
              end,
              microsecond
            ),
            60000000
          ) as `minutes_since_last`,
          safe_divide(
            timestamp_diff(
              @as_of,
              case
                when `s`.`max_derived_tstamp_970bec76_ever` > @as_of then @as_of
                else `s`.`max_derived_tstamp_970bec76_ever`
              end,
              microsecond
            ),
            3600000000
          ) as `hours_since_last`,
          safe_divide(
            timestamp_diff(
              @as_of,
              case
                when `s`.`min_derived_tstamp_08587e94_ever` > @as_of then @as_of
                else `s`.`min_derived_tstamp_08587e94_ever`
              end,
              microsecond
            ),
            86400000000
          ) as `days_since_first`,
          if(
            safe_cast(
              if(
                abs(
                  safe_divide(
                    timestamp_diff(
                      @as_of,
                      case
                        when `s`.`min_derived_tstamp_08587e94_ever` > @as_of then @as_of
                        else `s`.`min_derived_tstamp_08587e94_ever`
                      end,
                      microsecond
                    ),
                    86400000000
                  )
                ) < 9007199254740992,
                safe_cast(
                  round(
                    safe_divide(
                      timestamp_diff(
                        @as_of,
                        case
                          when `s`.`min_derived_tstamp_08587e94_ever` > @as_of then @as_of
                          else `s`.`min_derived_tstamp_08587e94_ever`
                        end,
                        microsecond
                      ),
                      86400000000
                    )
                  ) as bignumeric
                ),
                safe_cast(
                  case
                    when safe_cast(
                      format(
                        '%.15g',
                        safe_divide(
                          timestamp_diff(
                            @as_of,
                            case
                              when `s`.`min_derived_tstamp_08587e94_ever` > @as_of then @as_of
                              else `s`.`min_derived_tstamp_08587e94_ever`
                            end,
                            microsecond
                          ),
                          86400000000
                        )
                      ) as float64
                    ) = safe_divide(
                      timestamp_diff(
                        @as_of,
                        case
                          when `s`.`min_derived_tstamp_08587e94_ever` > @as_of then @as_of
                          else `s`.`min_derived_tstamp_08587e94_ever`
                        end,
                        microsecond
                      ),
                      86400000000
                    ) then format(
                      '%.15g',
                      safe_divide(
                        timestamp_diff(
                          @as_of,
                          case
                            when `s`.`min_derived_tstamp_08587e94_ever` > @as_of then @as_of
                            else `s`.`min_derived_tstamp_08587e94_ever`
                          end,
                          microsecond
                        ),
                        86400000000
                      )
                    )
                    when safe_cast(
                      format(
                        '%.16g',
                        safe_divide(
                          timestamp_diff(
                            @as_of,
                            case
                              when `s`.`min_derived_tstamp_08587e94_ever` > @as_of then @as_of
                              else `s`.`min_derived_tstamp_08587e94_ever`
                            end,
                            microsecond
                          ),
                          86400000000
                        )
                      ) as float64
                    ) = safe_divide(
                      timestamp_diff(
                        @as_of,
                        case
                          when `s`.`min_derived_tstamp_08587e94_ever` > @as_of then @as_of
                          else `s`.`min_derived_tstamp_08587e94_ever`
                        end,
                        microsecond
                      ),
                      86400000000
                    ) then format(
                      '%.16g',
                      safe_divide(
                        timestamp_diff(
                          @as_of,
                          case
                            when `s`.`min_derived_tstamp_08587e94_ever` > @as_of then @as_of
                            else `s`.`min_derived_tstamp_08587e94_ever`
                          end,
                          microsecond
                        ),
                        86400000000
                      )
                    )
                    when safe_divide(
                      timestamp_diff(
                        @as_of,
                        case
                          when `s`.`min_derived_tstamp_08587e94_ever` > @as_of then @as_of
                          else `s`.`min_derived_tstamp_08587e94_ever`
                        end,
                        microsecond
                      ),
                      86400000000
                    ) = safe_divide(
                      timestamp_diff(
                        @as_of,
                        case
                          when `s`.`min_derived_tstamp_08587e94_ever` > @as_of then @as_of
                          else `s`.`min_derived_tstamp_08587e94_ever`
                        end,
                        microsecond
                      ),
                      86400000000
                    ) then format(
                      '%.17g',
                      safe_divide(
                        timestamp_diff(
                          @as_of,
                          case
                            when `s`.`min_derived_tstamp_08587e94_ever` > @as_of then @as_of
                            else `s`.`min_derived_tstamp_08587e94_ever`
                          end,
                          microsecond
                        ),
                        86400000000
                      )
                    )
                  end as bignumeric
                )
              ) as int64
            ) between -2147483648 and 2147483647,
            safe_cast(
              if(
                abs(
                  safe_divide(
                    timestamp_diff(
                      @as_of,
                      case
                        when `s`.`min_derived_tstamp_08587e94_ever` > @as_of then @as_of
                        else `s`.`min_derived_tstamp_08587e94_ever`
                      end,
                      microsecond
                    ),
                    86400000000
                  )
                ) < 9007199254740992,
                safe_cast(
                  round(
                    safe_divide(
                      timestamp_diff(
                        @as_of,
                        case
                          when `s`.`min_derived_tstamp_08587e94_ever` > @as_of then @as_of
                          else `s`.`min_derived_tstamp_08587e94_ever`
                        end,
                        microsecond
                      ),
                      86400000000
                    )
                  ) as bignumeric
                ),
                safe_cast(
                  case
                    when safe_cast(
                      format(
                        '%.15g',
                        safe_divide(
                          timestamp_diff(
                            @as_of,
                            case
                              when `s`.`min_derived_tstamp_08587e94_ever` > @as_of then @as_of
                              else `s`.`min_derived_tstamp_08587e94_ever`
                            end,
                            microsecond
                          ),
                          86400000000
                        )
                      ) as float64
                    ) = safe_divide(
                      timestamp_diff(
                        @as_of,
                        case
                          when `s`.`min_derived_tstamp_08587e94_ever` > @as_of then @as_of
                          else `s`.`min_derived_tstamp_08587e94_ever`
                        end,
                        microsecond
                      ),
                      86400000000
                    ) then format(
                      '%.15g',
                      safe_divide(
                        timestamp_diff(
                          @as_of,
                          case
                            when `s`.`min_derived_tstamp_08587e94_ever` > @as_of then @as_of
                            else `s`.`min_derived_tstamp_08587e94_ever`
                          end,
                          microsecond
                        ),
                        86400000000
                      )
                    )
                    when safe_cast(
                      format(
                        '%.16g',
                        safe_divide(
                          timestamp_diff(
                            @as_of,
                            case
                              when `s`.`min_derived_tstamp_08587e94_ever` > @as_of then @as_of
                              else `s`.`min_derived_tstamp_08587e94_ever`
                            end,
                            microsecond
                          ),
                          86400000000
                        )
                      ) as float64
                    ) = safe_divide(
                      timestamp_diff(
                        @as_of,
                        case
                          when `s`.`min_derived_tstamp_08587e94_ever` > @as_of then @as_of
                          else `s`.`min_derived_tstamp_08587e94_ever`
                        end,
                        microsecond
                      ),
                      86400000000
                    ) then format(
                      '%.16g',
                      safe_divide(
                        timestamp_diff(
                          @as_of,
                          case
                            when `s`.`min_derived_tstamp_08587e94_ever` > @as_of then @as_of
                            else `s`.`min_derived_tstamp_08587e94_ever`
                          end,
                          microsecond
                        ),
                        86400000000
                      )
                    )
                    when safe_divide(
                      timestamp_diff(
                        @as_of,
                        case
                          when `s`.`min_derived_tstamp_08587e94_ever` > @as_of then @as_of
                          else `s`.`min_derived_tstamp_08587e94_ever`
                        end,
                        microsecond
                      ),
                      86400000000
                    ) = safe_divide(
                      timestamp_diff(
                        @as_of,
                        case
                          when `s`.`min_derived_tstamp_08587e94_ever` > @as_of then @as_of
                          else `s`.`min_derived_tstamp_08587e94_ever`
                        end,
                        microsecond
                      ),
                      86400000000
                    ) then format(
                      '%.17g',
                      safe_divide(
                        timestamp_diff(
                          @as_of,
                          case
                            when `s`.`min_derived_tstamp_08587e94_ever` > @as_of then @as_of
                            else `s`.`min_derived_tstamp_08587e94_ever`
                          end,
                          microsecond
                        ),
                        86400000000
                      )
                    )
                  end as bignumeric
                )
              ) as int64
            ),
            null
          ) as `whole_days_since_first`,
          (
            select
              case
                when number = 0 then '0'
                when is_inf(number) then null
                when abs(number) >= 1e21
                or abs(number) < 1e-6 then regexp_replace(digits, r'e([+-])0+', r'e\1')
                when abs(number) >= 1e15 then cast(cast(digits as numeric) as string)
                else regexp_replace(
                  regexp_replace(digits, r'^(-?)(\d)\.?(\d*)e-05$', r'\10.0000\2\3'),
                  r'^(-?)(\d)\.?(\d*)e-06$',
                  r'\10.00000\2\3'
                )
              end
            from
              unnest(
                [
                  safe_divide(
                    timestamp_diff(
                      @as_of,
                      case
                        when `s`.`max_derived_tstamp_970bec76_ever` > @as_of then @as_of
                        else `s`.`max_derived_tstamp_970bec76_ever`
                      end,
                      microsecond
                    ),
                    3600000000
                  )
                ]
              ) as number,
              unnest(
                [
                  case
                    when safe_cast(format('%.15g', number) as float64) = number then format('%.15g', number)
                    when safe_cast(format('%.16g', number) as float64) = number then format('%.16g', number)
                    when number = number then format('%.17g', number)
                  end
                ]
              ) as digits
          ) as `hours_as_text`,
          safe_divide(
            timestamp_diff(
              @as_of,
              case
                when `s`.`max_derived_tstamp_1d274e3d_ever` > @as_of then @as_of
                else `s`.`max_derived_tstamp_1d274e3d_ever`
              end,
              microsecond
            ),
            86400000000
          ) as `days_since_purchase`,
          coalesce(
            safe_divide(
              timestamp_diff(
                @as_of,
                case
                  when `s`.`max_derived_tstamp_1d274e3d_ever` > @as_of then @as_of
                  else `s`.`max_derived_tstamp_1d274e3d_ever`
                end,
                microsecond
              ),
              86400000000
            ),
            9999.0
          ) as `days_or_never`,
          safe_divide(
            timestamp_diff(
              @as_of,
              case
                when `s`.`min_derived_tstamp_08587e94_in_last_7_days` > @as_of then @as_of
                else `s`.`min_derived_tstamp_08587e94_in_last_7_days`
              end,
              microsecond
            ),
            3600000000
          ) as `since_first_of_week`
        from
          `scalars` as `s`
      ),
      `published_values` as (
        select
          `domain_userid`,
          `seconds_since_last`,
          `minutes_since_last`,
          `hours_since_last`,
          `days_since_first`,
          `whole_days_since_first`,
          `hours_as_text`,
          `days_since_purchase`,
          `days_or_never`,
          `since_first_of_week`,
          `updated_at`
        from
          `signals_derived`.`visitor_1_attributes`
        where
          `domain_userid` in (
            select
              `key`
            from
              `touched_keys`
          )
      )
    select
      coalesce(`n`.`domain_userid`, `p`.`domain_userid`) as `domain_userid`,
      `n`.`seconds_since_last`,
      `n`.`minutes_since_last`,
      `n`.`hours_since_last`,
      `n`.`days_since_first`,
      `n`.`whole_days_since_first`,
      `n`.`hours_as_text`,
      `n`.`days_since_purchase`,
      `n`.`days_or_never`,
      `n`.`since_first_of_week`,
      @as_of as `as_of`,
      case
        when `n`.`domain_userid` is null then cast(null as timestamp)
        when `p`.`domain_userid` is not null
        and `p`.`updated_at` >= @renew_before
        and `n`.`seconds_since_last` is not distinct from `p`.`seconds_since_last`
        and `n`.`minutes_since_last` is not distinct from `p`.`minutes_since_last`
        and `n`.`hours_since_last` is not distinct from `p`.`hours_since_last`
        and `n`.`days_since_first` is not distinct from `p`.`days_since_first`
        and `n`.`whole_days_since_first` is not distinct from `p`.`whole_days_since_first`
        and `n`.`hours_as_text` is not distinct from `p`.`hours_as_text`
        and `n`.`days_since_purchase` is not distinct from `p`.`days_since_purchase`
        and `n`.`days_or_never` is not distinct from `p`.`days_or_never`
        and `n`.`since_first_of_week` is not distinct from `p`.`since_first_of_week` then `p`.`updated_at`
        else current_timestamp()
      end as `updated_at`
    from
      `new_values` as `n`
      full join `published_values` as `p` on `p`.`domain_userid` = `n`.`domain_userid`
    where
      exists (
        select
          `version`
        from
          `signals_snowplow_manifest`.`sbe_ledger`
        where
          `group_name` = @group_name
          and `version` = @expected_version
      )
  ) as `n` on `p`.`domain_userid` = `n`.`domain_userid`
when matched
  and `n`.`updated_at` is null then
delete
when matched then update set
  `seconds_since_last` = `n`.`seconds_since_last`,
  `minutes_since_last` = `n`.`minutes_since_last`,
  `hours_since_last` = `n`.`hours_since_last`,
  `days_since_first` = `n`.`days_since_first`,
  `whole_days_since_first` = `n`.`whole_days_since_first`,
  `hours_as_text` = `n`.`hours_as_text`,
  `days_since_purchase` = `n`.`days_since_purchase`,
  `days_or_never` = `n`.`days_or_never`,
  `since_first_of_week` = `n`.`since_first_of_week`,
  `as_of` = `n`.`as_of`,
  `updated_at` = `n`.`updated_at`
when not matched then insert
  (
    `domain_userid`,
    `seconds_since_last`,
    `minutes_since_last`,
    `hours_since_last`,
    `days_since_first`,
    `whole_days_since_first`,
    `hours_as_text`,
    `days_since_purchase`,
    `days_or_never`,
    `since_first_of_week`,
    `as_of`,
    `updated_at`
  )
values
  (
    `n`.`domain_userid`,
    `n`.`seconds_since_last`,
    `n`.`minutes_since_last`,
    `n`.`hours_since_last`,
    `n`.`days_since_first`,
    `n`.`whole_days_since_first`,
    `n`.`hours_as_text`,
    `n`.`days_since_purchase`,
    `n`.`days_or_never`,
    `n`.`since_first_of_week`,
    `n`.`as_of`,
    `n`.`updated_at`
  );

-- count
select
  count(*) as `key_count`,
  countif(`updated_at` >= @published_since) as `changed_count`,
  min(`updated_at`) as `oldest_update`
from
  `signals_derived`.`visitor_1_attributes`;
