using System.Collections.Immutable;
using Dashboard.Core.Gates;
using Dashboard.Engine.Runs;
using Dashboard.Features.Runs.Model;
using Dashboard.Testing;

namespace Dashboard.Tests.Doubles;

/// <summary>What the engine and the pages make of the run of a <see cref="RunBuilder"/>.</summary>
internal static class RunScreens
{
    extension(RunBuilder builder)
    {
        public RunView View => new(14, builder.Book, builder.State, []);

        public RunPageModel As(Person? person, params Person[] here) =>
            new(builder.View, person, builder.Now, [.. here], ImmutableDictionary<string, ImmutableArray<LockReason>>.Empty);

        public NextAction Next(Person? person = null) =>
            NextActionFinder.Of(builder.Book, builder.State, person ?? RunBuilder.Op, builder.Now);
    }
}
