using Dashboard.Core.Runbooks;
using Dashboard.Tests.Doubles;

namespace Dashboard.Tests.Rendering;

/// <summary>What takes the old way away stays locked while the old way is what runs, whatever a check of it says.</summary>
public sealed class CleanUpAfterRollbackTests
{
    private static readonly Runbook Book = RunbookParser.Parse("vault.md", """
        ---
        gates:
          - {id: go, title: Cutover, phrase: go-approved, unlocks: mutating}
          - {id: clean, title: Clean up, phrase: clean-approved, unlocks: destructive, after: [smoke], four-eyes: no}
        ---
        ## Change
        ### Switch
        ```sh {#switch .mutating}
        true
        ```
        ## Smoke
        ### Signing works
        ```sh {#works .smoke}
        true
        ```
        ## Back
        ### Switch back
        ```sh {#back .rollback gate=go}
        true
        ```
        ## Clean up
        ### Stop the old one
        ```sh {#stop .destructive}
        true
        ```
        """);

    private readonly Scenes _scenes = new(Book);

    [Fact]
    public void CleanUp_AfterARollbackAndAFreshSmokeCheck_IsLocked()
    {
        _scenes.Approve(Book.FindGate("go")!).Run("switch").Run("works").Run("back").Run("works");

        var reason = Decide().ShouldHaveSingleItem();

        (reason.Message, reason.StepId).ShouldBe(("“Signing works” passed after “Switch” was rolled back.", "switch"));
        reason.Remedy.ShouldBe("Run “Switch” again, and then “Signing works”.");
    }

    [Fact]
    public void CleanUp_AfterTheChangeWasMadeAnew_IsThereToBeApproved()
    {
        _scenes.Approve(Book.FindGate("go")!).Run("switch").Run("works").Run("back").Run("works").Approve(Book.FindGate("go")!).Run("switch").Run("works");

        Decide().ShouldBeEmpty();
    }

    private IEnumerable<Core.Gates.LockReason> Decide() => _scenes.As(Scenes.Op).DecideApproval(Book.FindGate("clean")!).Reasons;
}
