using Dashboard.Engine.Live;
using Dashboard.Features.Runs.Model;

namespace Dashboard.Tests.Features.Runs.Model;

/// <summary>A page goes on following its run, whatever one reading of it came to.</summary>
public sealed class RunSubscriptionTests
{
    // A connection that was given up in the middle of a reading is no end of the watch, though it throws what ends one.
    [Theory]
    [InlineData(typeof(InvalidOperationException))]
    [InlineData(typeof(TaskCanceledException))]
    public async Task Change_ThatCannotBeShown_IsNotTheLast(Type fault)
    {
        var feed = new RunChangeNotifier();
        var (first, second) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var watch = new RunSubscription(feed, "run-1", TimeProvider.System, () =>
        {
            if (first.TrySetResult())
                throw (Exception)Activator.CreateInstance(fault)!;
            second.TrySetResult();
            return Task.CompletedTask;
        });

        feed.Publish("run-1");
        await first.Task.WaitAsync(Bunit.BunitContext.DefaultWaitTimeout, TestContext.Current.CancellationToken);
        feed.Publish("run-1");

        await second.Task.WaitAsync(Bunit.BunitContext.DefaultWaitTimeout, TestContext.Current.CancellationToken);
    }
}
