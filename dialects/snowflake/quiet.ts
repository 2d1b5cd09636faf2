// Evaluated before the driver, which looks at what it runs on when it is loaded, and tells Snowflake.
process.env.SNOWFLAKE_DISABLE_PLATFORM_DETECTION ??= 'true'
process.env.SF_TELEMETRY_DISABLE_CONNECTION_SHAPE ??= 'true'
