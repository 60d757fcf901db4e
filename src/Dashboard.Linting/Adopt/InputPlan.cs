using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Dashboard.Core.Runbooks;

namespace Dashboard.Linting.Adopt;

/// <summary>
/// Makes inputs of what a document leaves to the reader, and of variables that a step reads and does not set: each step has a shell of its
/// own, so what an earlier listing sets does not reach it.
/// </summary>
internal sealed class InputPlan
{
    private readonly List<ProposedInput> _inputs = [];
    private readonly HashSet<string> _declared;
    private readonly bool _isClosed;
    private readonly Doubts _doubts;
    private readonly Dictionary<string, (string? Value, int Line)> _set = new(StringComparer.Ordinal);

    /// <param name="document">The document, with the inputs that its front matter may declare already.</param>
    /// <param name="isClosed">Whether the front matter has a list of inputs, which the draft leaves alone.</param>
    /// <param name="doubts">Where to say what was decided.</param>
    public InputPlan(Runbook document, bool isClosed, Doubts doubts)
    {
        (_isClosed, _doubts) = (isClosed, doubts);
        _declared = [.. document.Inputs.Select(i => i.Name)];
    }

    /// <summary>What the draft declares, in the order of its use.</summary>
    public IReadOnlyList<ProposedInput> Inputs => _inputs;

    /// <summary>Keeps what a listing sets, for those below it.</summary>
    public void Learn(Candidate candidate)
    {
        foreach (var (name, value) in candidate.Nature?.Words?.Set ?? new Dictionary<string, string?>())
            _set[name] = (value, candidate.Line);
    }

    /// <summary>The script of a step, with each value that nothing sets as an input.</summary>
    /// <returns>The script; or why the fence has to stay a listing, and what to do about it.</returns>
    public (string Script, string? Refusal, string Remedy) Use(Candidate candidate)
    {
        var script = candidate.Text.Script;
        var proposed = new List<(ProposedInput Input, string Doubt)>();
        foreach (var placeholder in candidate.Text.Placeholders?.Found ?? ImmutableArray<Placeholder>.Empty)
        {
            var text = placeholder.Written.Trim('<', '>', '{', '}', ' ');
            proposed.Add((new(placeholder.Name, text, null), $"`{placeholder.Written}` is the input {placeholder.Name} now."));
        }

        foreach (var variable in candidate.Nature!.Words!.Unset.Where(v => !ShellVariables.IsThere(v)))
        {
            var name = Placeholders.NameOf(variable);
            if (proposed.Any(p => p.Input.Name == name && variable == name))
                continue;
            script = Quoted(script, variable, name);
            proposed.Add(Variable(name, variable));
        }

        if (proposed.FirstOrDefault(p => ProposedInput.IsSecret(p.Input.Name)).Input is { } secret)
        {
            return (script, $"it needs the secret {secret.Name}, and inputs are shown in the record",
                "Let the script read it from a file, and name that file below `secrets`.");
        }

        if (_isClosed && proposed.FirstOrDefault(p => !_declared.Contains(p.Input.Name)).Input is { } missing)
            return (script, $"it needs an input {missing.Name}", $"Declare {missing.Name} below `inputs` in the front matter.");
        foreach (var (input, doubt) in proposed.Where(p => _declared.Add(p.Input.Name)))
        {
            _inputs.Add(input);
            var beside = input.Default is null ? "" : ", and at its default";
            _doubts.Add(candidate.Line, doubt, $"Look at its description and pattern below `inputs`{beside}.");
        }

        return (script, null, "");
    }

    /// <summary>Writes a variable by the name of its input, and with quotes where it stands bare.</summary>
    private static string Quoted(string script, string variable, string name)
    {
        var places = ScriptPlaces.Of(script);
        var (written, end) = (Regex.Escape(variable), "(?![A-Za-z0-9_])");
        return Regex.Replace(script, $@"\$(?:{written}{end}|\{{{written}\}}|(\{{[#!]?){written}{end})",
            match => places[match.Index] is ScriptPlace.Single or ScriptPlace.Raw or ScriptPlace.Comment ? match.Value
                : match.Groups[1].Success ? $"${match.Groups[1].Value}{name}"
                : places[match.Index] == ScriptPlace.Bare ? $"\"${name}\""
                : name == variable ? match.Value : $"${{{name}}}");
    }

    private (ProposedInput Input, string Doubt) Variable(string name, string variable)
    {
        if (!_set.TryGetValue(variable, out var set))
            return (new(name, $"the value of ${variable}", null), $"Nothing sets `${variable}`: it is the input {name} now.");
        var value = set.Value is { } literal && ProposedInput.IsSafe(name, literal) ? literal : null;
        return (new(name, $"the value of ${variable}", value),
            $"`${variable}` is set on line {set.Line}, in a shell of its own, which no later step sees: it is the input {name} now"
                + (value is null ? "." : $", with the default `{value}`."));
    }
}
