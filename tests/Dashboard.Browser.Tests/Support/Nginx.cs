using System.Diagnostics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Dashboard.Testing;

namespace Dashboard.Browser.Tests.Support;

/// <summary>Debian's nginx in front of a server, on loopback, with a configuration and a folder of its own.</summary>
internal sealed class Nginx : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("nginx-");
    private readonly Process _process;

    private Nginx(string upstream, string location, bool tls)
    {
        // It takes no port 0, and an address of its own has every port free.
        var host = LoopbackAddress.Own();
        Address = $"http{(tls ? "s" : "")}://{host}:8443";
        if (tls)
            WriteCertificate(host);
        var file = Path.Combine(_folder.FullName, "nginx.conf");
        // One process, which is all there is to end.
        File.WriteAllText(file, $$"""
            daemon off;
            master_process off;
            error_log stderr crit;
            pid pid;
            events { worker_connections 256; }
            http {
                access_log off;
                client_body_temp_path body;
                proxy_temp_path proxy;
                fastcgi_temp_path fastcgi;
                uwsgi_temp_path uwsgi;
                scgi_temp_path scgi;
                upstream dashboard { server {{new Uri(upstream).Authority}}; }
                server {
                    listen {{new Uri(Address).Authority}}{{(tls ? " ssl" : "")}};
                    {{(tls ? $"ssl_certificate {_folder.FullName}/cert.pem; ssl_certificate_key {_folder.FullName}/key.pem;" : "")}}
            {{location}}
                }
            }
            """);
        _process = Process.Start("/usr/sbin/nginx", ["-e", "stderr", "-p", _folder.FullName, "-c", file]);
    }

    /// <summary>Where browsers find it.</summary>
    public string Address { get; }

    /// <summary>Starts it, and waits until it answers.</summary>
    /// <param name="upstream">The dashboard's address; in the configuration it is called <c>dashboard</c>.</param>
    /// <param name="location">The <c>location</c> of its server.</param>
    /// <param name="tls">Whether it ends TLS, with a certificate that it signs itself.</param>
    public static async Task<Nginx> StartAsync(string upstream, string location, bool tls = false)
    {
        var nginx = new Nginx(upstream, location, tls);
        using var http = new HttpClient(new HttpClientHandler
        {
            UseProxy = false,
            AllowAutoRedirect = false,
            ServerCertificateCustomValidationCallback = (_, _, _, _) => true,
        });
        for (var tries = 0; ; tries++)
        {
            try
            {
                using var answer = await http.GetAsync(new Uri(nginx.Address));
                return nginx;
            }
            catch (HttpRequestException) when (tries < 300 && !nginx._process.HasExited)
            {
                // Not listening yet.
                await Task.Delay(100);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    private void WriteCertificate(string host)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest($"CN={host}", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue);
        File.WriteAllText(Path.Combine(_folder.FullName, "cert.pem"), certificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(_folder.FullName, "key.pem"), key.ExportPkcs8PrivateKeyPem());
    }
}
