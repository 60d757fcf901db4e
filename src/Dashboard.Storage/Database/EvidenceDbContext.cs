using Dashboard.Engine.Ports;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Dashboard.Storage.Database;

/// <summary>
/// The database: evidence, its projections, and accounts. Evidence of runs is written by <c>LedgerStore</c> alone.
/// </summary>
internal sealed class EvidenceDbContext(DbContextOptions<EvidenceDbContext> options) : IdentityDbContext<Account>(options)
{
    /// <summary>One-time links to accounts.</summary>
    public DbSet<Invitation> Invitations => Set<Invitation>();

    internal DbSet<RunRow> Runs => Set<RunRow>();

    internal DbSet<AttemptRow> Attempts => Set<AttemptRow>();

    internal DbSet<ApprovalRow> Approvals => Set<ApprovalRow>();

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.Entity<LedgerRow>(row =>
        {
            row.ToTable("ledger").HasKey(r => r.Seq);
            row.Property(r => r.Seq).ValueGeneratedNever();
            row.HasIndex(r => new { r.Stream, r.Seq });
        });
        builder.Entity<OutputChunkRow>(row => row.ToTable("output_chunks").HasKey(r => new { r.AttemptId, r.Number }));
        builder.Entity<BlobRow>(row => row.ToTable("blobs").HasKey(r => r.Digest));
        builder.Entity<RunRow>(row =>
        {
            row.ToTable("runs").HasKey(r => r.RunId);
            row.HasIndex(r => r.Number).IsUnique();
            row.HasIndex(r => r.ClosedAt);
        });
        builder.Entity<AttemptRow>(row =>
        {
            row.ToTable("attempts").HasKey(r => r.Seq);
            row.Property(r => r.Seq).ValueGeneratedNever();
            row.HasIndex(r => r.AttemptId).IsUnique();
            // An index in SQLite ends with the row's number, which is the order of the lists: each filter alone is a walk along one of
            // these.
            row.HasIndex(r => r.RunId);
            row.HasIndex(r => r.Slug);
            row.HasIndex(r => r.RunbookDigest);
            row.HasIndex(r => r.Mode);
            row.HasIndex(r => r.StepId);
            row.HasIndex(r => r.Kind);
            row.HasIndex(r => r.Target);
            row.HasIndex(r => r.By);
            row.HasIndex(r => r.StartedAt);
            row.HasIndex(r => r.Outcome);
            row.HasIndex(r => r.WasUnknown).HasFilter("WasUnknown");
            row.HasIndex(r => r.ApprovalId);
            row.HasIndex(r => r.Indexed).HasFilter("NOT Indexed");
        });
        builder.Entity<ApprovalRow>(row =>
        {
            row.ToTable("approvals").HasKey(r => r.Seq);
            row.Property(r => r.Seq).ValueGeneratedNever();
            row.HasIndex(r => r.RunId);
            row.HasIndex(r => r.Slug);
            row.HasIndex(r => r.Target);
            row.HasIndex(r => r.By);
            row.HasIndex(r => r.At);
        });
        builder.Entity<OutputBlockRow>(row =>
        {
            row.ToTable("output_blocks").HasKey(r => r.Id);
            row.HasIndex(r => new { r.AttemptId, r.FirstLine }).IsUnique();
        });
        builder.Entity<Invitation>(row =>
        {
            row.ToTable("invitations").HasKey(r => r.Id);
            row.HasIndex(r => r.TokenHash).IsUnique();
        });
        string[] roles = ["Operator", "Reviewer", "Lead"];
        builder.Entity<IdentityRole>().HasData(roles.Select(r => new IdentityRole
        {
            // Fixed ids and stamps: a migration must not differ from one build to the next.
            Id = r,
            Name = r,
            NormalizedName = r.ToUpperInvariant(),
            ConcurrencyStamp = r,
        }));
    }
}

/// <summary>Lets the migration tools make a context without the host.</summary>
internal sealed class EvidenceDbContextFactory : IDesignTimeDbContextFactory<EvidenceDbContext>
{
    public EvidenceDbContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<EvidenceDbContext>().UseSqlite("Data Source=:memory:").Options);
}
