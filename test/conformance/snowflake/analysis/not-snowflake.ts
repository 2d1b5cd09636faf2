/** What a check of ours says of a statement that Snowflake would refuse. */
export class NotSnowflake extends Error {}
