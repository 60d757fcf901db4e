using System.Reflection;
using Dashboard.Core.Runs;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.CrashHost;

/// <summary>
/// Stands between two parts of the engine, where the product has nothing: tells what is called, before and after, and may answer
/// in its place. So the points of a step's life can be reached without a hook in the product.
/// </summary>
internal class Seam<T> : DispatchProxy
    where T : class
{
    private static readonly MethodInfo WithResult = typeof(Seam<T>)
        .GetMethod(nameof(ThenWithAsync), BindingFlags.NonPublic | BindingFlags.Static)!;

    private T _inner = null!;
    private SeamWatch _watch = null!;

    /// <summary>The same service, watched.</summary>
    public static T Around(T inner, SeamWatch watch)
    {
        var proxy = Create<T, Seam<T>>();
        ((Seam<T>)(object)proxy)._inner = inner;
        ((Seam<T>)(object)proxy)._watch = watch;
        return proxy;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        var call = new SeamCall($"{typeof(T).Name}.{targetMethod!.Name}", args ?? []);
        _watch.Before(call);
        if (_watch.Instead(call) is { } answer)
            return answer;
        var result = targetMethod.Invoke(_inner, BindingFlags.DoNotWrapExceptions, null, args, null);
        if (result is not Task task)
            return result;
        return targetMethod.ReturnType.IsGenericType
            ? WithResult.MakeGenericMethod(targetMethod.ReturnType.GetGenericArguments()).Invoke(null, [task, call, _watch])
            : ThenAsync(task, call, _watch);
    }

    private static async Task<TResult> ThenWithAsync<TResult>(Task<TResult> task, SeamCall call, SeamWatch watch)
    {
        var result = await task;
        watch.After(call);
        return result;
    }

    private static async Task ThenAsync(Task task, SeamCall call, SeamWatch watch)
    {
        await task;
        watch.After(call);
    }
}

/// <summary>A call across a seam.</summary>
/// <param name="Name">Interface and method.</param>
/// <param name="Arguments">What it is called with.</param>
internal sealed record SeamCall(string Name, object?[] Arguments)
{
    /// <summary>The run event that the call carries; null when it carries none.</summary>
    public RunEvent? Event => Arguments.OfType<RunEvent>().FirstOrDefault();

    /// <summary>Its name, with the kind of the event it carries, such as <c>ILedgerStore.AppendAsync(StepStarted)</c>.</summary>
    public string FullName => Event is { } what ? $"{Name}({what.GetType().Name})" : Name;
}

/// <summary>What is to happen at a seam. Does nothing by itself.</summary>
internal class SeamWatch
{
    /// <summary>Before the call.</summary>
    public virtual void Before(SeamCall call)
    {
    }

    /// <summary>After the call has succeeded.</summary>
    public virtual void After(SeamCall call)
    {
    }

    /// <summary>An answer in place of the call; null to let it through.</summary>
    public virtual object? Instead(SeamCall call) => null;

    /// <summary>Watches every service of this kind.</summary>
    public void At<T>(IServiceCollection services)
        where T : class
    {
        foreach (var descriptor in services.Where(d => d.ServiceType == typeof(T)).ToArray())
        {
            // The container goes on owning, and disposing of, the real one.
            services.Remove(descriptor);
            var real = descriptor.ImplementationFactory;
            if (descriptor.ImplementationType is { } type)
            {
                services.AddSingleton(type);
                real = provider => provider.GetRequiredService(type);
            }

            services.AddSingleton(provider => Seam<T>.Around((T)real!(provider), this));
        }
    }
}
