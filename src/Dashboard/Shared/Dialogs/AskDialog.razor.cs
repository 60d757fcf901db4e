using System.Collections.Immutable;
using Dashboard.Core.Gates;
using Dashboard.Engine.Runs;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Dashboard.Shared.Dialogs;

/// <summary>Asks one question, hands the answer on, and stays open with the reasons when it is refused.</summary>
public sealed partial class AskDialog
{
    private readonly string _title = $"ask-{Guid.NewGuid():N}";
    private string _answer = "";
    private string? _choice;
    private ImmutableArray<LockReason> _refused = [];
    private bool _busy;

    /// <summary>What is asked.</summary>
    [Parameter, EditorRequired]
    public required Question Asked { get; set; }

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = default!;

    private bool Complete => (Asked.Label is null || !Asked.Required || !string.IsNullOrWhiteSpace(_answer))
        && (Asked.Choices.IsEmpty || _choice is not null);

    private async Task SubmitAsync()
    {
        if (_busy || !Complete)
            return;
        _busy = true;
        _refused = [];
        var result = await Asked.Submit(new(_answer.Trim(), _choice));
        _busy = false;
        _refused = result.Reasons;
        if (result.Done)
            Dialog.Close();
    }

    /// <summary>A question.</summary>
    public sealed record Question
    {
        /// <summary>What it is about.</summary>
        public required string Title { get; init; }

        /// <summary>What the answer means.</summary>
        public required string Text { get; init; }

        /// <summary>What to write; null when there is nothing to write.</summary>
        public string? Label { get; init; }

        /// <summary>Whether something must be written.</summary>
        public bool Required { get; init; }

        /// <summary>What to choose from; empty when nothing is chosen.</summary>
        public ImmutableArray<string> Choices { get; init; } = [];

        /// <summary>The button that goes on.</summary>
        public required string Confirm { get; init; }

        /// <summary>The button that does not.</summary>
        public string Dismiss { get; init; } = "Cancel";

        /// <summary>Whether it ends or undoes something.</summary>
        public bool Danger { get; init; }

        /// <summary>Hands the answer on.</summary>
        public required Func<Answer, Task<CommandResult>> Submit { get; init; }
    }

    /// <summary>What was answered.</summary>
    /// <param name="Text">What was written; empty for nothing.</param>
    /// <param name="Choice">What was chosen; null when there was no choice.</param>
    public sealed record Answer(string Text, string? Choice);
}
