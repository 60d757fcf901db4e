using Dashboard.Core.Gates;
using Dashboard.Core.Runbooks;

namespace Dashboard.Core.Tests.Gates;

public sealed class GatePolicyRollbackTests
{
    [Fact]
    public void Rollback_BeforeAnyChange_IsLockedInAnyStory()
    {
        for (var seed = 0; seed < 500; seed++)
        {
            var story = new RandomStory(seed);
            for (var i = 0; i < 30; i++)
            {
                foreach (var step in story.Runbook.Steps.Where(s => s.Kind == StepKind.Rollback)
                    .Where(s => !GateOracle.WasChanged(story.Runbook, story.Events, story.Runbook.FindGate(s.GateId!)!)))
                {
                    GatePolicy.Decide(story.Runbook, story.State, step, RandomStory.Ann, story.Now).IsUnlocked
                        .ShouldBeFalse($"seed {seed}");
                }

                story.Step();
            }
        }
    }
}
