using Dashboard.Engine.Ports;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;

namespace Dashboard.Shared.Filters;

/// <summary>
/// A page that shows what its address asks for: after a link to another page of its list, and after Back. The router tells a page nothing
/// when only the part of the address behind the question mark changes, so this listens.
/// </summary>
public abstract class AddressedPage : ComponentBase, IDisposable
{
    /// <summary>What the page shows.</summary>
    protected EvidenceAddress Address { get; private set; } = null!;

    /// <summary>What to list, by the viewer's clock.</summary>
    protected EvidenceFilter Filter => Address.Filter((Viewer ?? Viewer.Unknown).TimeZone);

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    [CascadingParameter]
    private Viewer? Viewer { get; set; }

    /// <summary>Reads what <see cref="Address"/> asks for.</summary>
    protected abstract Task LoadAsync();

    /// <inheritdoc/>
    public void Dispose()
    {
        Navigation.LocationChanged -= Changed;
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc/>
    protected override void OnInitialized() => Navigation.LocationChanged += Changed;

    /// <inheritdoc/>
    protected override Task OnParametersSetAsync() => ShowAsync(Navigation.Uri);

    private Task ShowAsync(string location)
    {
        Address = EvidenceAddress.Of(Below(location));
        return LoadAsync();
    }

    // The site may lie below a path, of which no page knows.
    private Uri Below(string location) => new(new Uri("http://site/"), Navigation.ToBaseRelativePath(location));

    // Of another page's address the router takes care.
    private void Changed(object? sender, LocationChangedEventArgs e)
    {
        if (EvidenceAddress.Of(Below(e.Location)).Page != Address.Page)
            return;
        _ = InvokeAsync(async () =>
        {
            try
            {
                await ShowAsync(e.Location);
                StateHasChanged();
            }
            catch (Exception problem)
            {
                await DispatchExceptionAsync(problem);
            }
        });
    }
}
