using System.Collections.Immutable;
using Dashboard.Core.Gates;
using Dashboard.Engine;
using Dashboard.Engine.Runs;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.Extensions.Options;
using MudBlazor;

namespace Dashboard.Features.Runs.Dialogs;

/// <summary>Asks for a file and hands its bytes on.</summary>
public sealed partial class AttachDialog
{
    private readonly string _title = $"attach-{Guid.NewGuid():N}";
    private IBrowserFile? _file;
    private string? _problem;
    private ImmutableArray<LockReason> _refused = [];
    private bool _busy;

    /// <summary>The step it belongs to; null for the run as a whole.</summary>
    [Parameter]
    public string? StepTitle { get; set; }

    /// <summary>Hands name and content to the engine.</summary>
    [Parameter, EditorRequired]
    public required Func<string, ReadOnlyMemory<byte>, Task<CommandResult>> Submit { get; set; }

    [Inject]
    private IOptions<EngineOptions> Options { get; set; } = default!;

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = default!;

    private void Choose(InputFileChangeEventArgs e)
    {
        (_problem, _refused) = (null, []);
        _file = e.File.Size <= Options.Value.AttachmentCap ? e.File : null;
        if (_file is null)
            _problem = $"{e.File.Name} is larger than {Options.Value.AttachmentCap / (1 << 20)} MiB. Attach the part that matters.";
    }

    private async Task SubmitAsync()
    {
        if (_busy || _file is not { } file)
            return;
        _busy = true;
        try
        {
            using var content = new MemoryStream();
            await using (var stream = file.OpenReadStream(Options.Value.AttachmentCap))
                await stream.CopyToAsync(content);
            var result = await Submit(file.Name, content.ToArray());
            _refused = result.Reasons;
            if (result.Done)
                Dialog.Close();
        }
        catch (IOException)
        {
            // The browser stopped in the middle, or sent more than it announced.
            _problem = $"{file.Name} could not be read. Choose it again.";
            _file = null;
        }
        finally
        {
            _busy = false;
        }
    }
}
