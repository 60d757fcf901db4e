using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Dashboard.Storage.Migrations
{
    /// <inheritdoc />
    public partial class SettledOutcomes : Migration
    {
        // What the lists know of attempts before this version comes from their entries, for example
        // {"seq":9,…,"actor":{"id":"…","name":"ada"},"data":{"type":"verdict-given","attemptId":"…","verdict":"failed",…}}.
        // An entry that is damaged is told of by whoever verifies the ledger; it must not keep the server from starting.
        private const string Backfill = """
            WITH told AS (
                SELECT Seq, json_extract(Text, '$.data.attemptId') AS AttemptId, json_extract(Text, '$.data.type') AS Type,
                    json_extract(Text, '$.data.outcome') AS Outcome, json_extract(Text, '$.actor.name') AS Name
                FROM (SELECT Seq, CASE WHEN json_valid(CAST(Bytes AS TEXT)) THEN CAST(Bytes AS TEXT) ELSE '{}' END AS Text FROM ledger WHERE Stream LIKE 'run/%'))
            UPDATE attempts SET
                WasUnknown = coalesce((SELECT t.Type = 'step-interrupted' OR t.Outcome = 'unknown' FROM told t
                    WHERE t.AttemptId = attempts.AttemptId AND t.Type IN ('step-finished', 'step-interrupted') ORDER BY t.Seq DESC LIMIT 1), 0),
                SettledBy = (SELECT t.Name FROM told t WHERE t.AttemptId = attempts.AttemptId AND t.Type = 'verdict-given' ORDER BY t.Seq DESC LIMIT 1)
            WHERE AttemptId IN (SELECT AttemptId FROM told WHERE Type IN ('step-interrupted', 'verdict-given') OR Outcome = 'unknown')
            """;

        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "SettledBy",
                table: "attempts",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "WasUnknown",
                table: "attempts",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.Sql(Backfill);

            migrationBuilder.CreateIndex(
                name: "IX_attempts_WasUnknown",
                table: "attempts",
                column: "WasUnknown",
                filter: "WasUnknown");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_attempts_WasUnknown",
                table: "attempts");

            migrationBuilder.DropColumn(
                name: "SettledBy",
                table: "attempts");

            migrationBuilder.DropColumn(
                name: "WasUnknown",
                table: "attempts");
        }
    }
}
