using System.Text;

namespace Dashboard.Testing;

/// <summary>Secret files as people keep them. Each holds one value; a program prints the value, and not the file.</summary>
internal static class SecretForms
{
    private static readonly Dictionary<string, Func<string, byte[]>> All = new(StringComparer.Ordinal)
    {
        ["plain without a line end"] = v => Utf8(v),
        ["plain"] = v => Utf8($"{v}\n"),
        ["plain, CRLF"] = v => Utf8($"{v}\r\n"),
        ["plain, a list"] = v => Utf8($"first-of-the-list-1\n{v}\nlast-of-the-list-9\n"),
        [".env"] = v => Utf8($"# the database\nDB_USER=app\nDB_PORT=5432\nDB_PASSWORD={v}\n"),
        [".env, export, quotes, comment"] = v => Utf8($"export DB_USER=app\nexport DB_PASSWORD=\"{v}\" # rotated in May\nDEBUG=true\n"),
        [".env, single quotes, CRLF"] = v => Utf8($"DB_USER='app'\r\nDB_PASSWORD='{v}'\r\n"),
        [".env, comment behind it"] = v => Utf8($"DB_PASSWORD={v} # rotated in May\n"),
        ["JSON"] = v => Utf8($$$"""{"database": {"user": "app", "port": 5432, "ssl": true, "password": "{{{v}}}"}}"""),
        ["JSON, indented, a list"] = v => Utf8($"[\n  {{\n    \"name\": \"app\",\n    \"keys\": [\"other-key-1234\", \"{v}\"]\n  }}\n]\n"),
        ["JSON in JSON"] = v => Utf8($$"""{"config": "{\"password\": \"{{v}}\"}"}"""),
        ["YAML"] = v => Utf8($"database:\n  user: app\n  port: 5432\n  password: {v} # rotated\n"),
        ["YAML, quotes, a list"] = v => Utf8($"---\nkeys:\n  - 'other-key-1234'\n  - \"{v}\"\n"),
        ["YAML, a block"] = v => Utf8($"stringData:\n  app.env: |\n    USER=app\n    PASSWORD={v}\n"),
        ["YAML, flow"] = v => Utf8($"{{user: app, password: {v}}}\n"),
        ["a Kubernetes Secret"] = v => Utf8($"apiVersion: v1\nkind: Secret\ndata:\n  password: {Convert.ToBase64String(Utf8(v))}\n"),
        ["INI"] = v => Utf8($"; the database\n[database]\nuser = app\npassword = {v}\n"),
        ["TOML"] = v => Utf8($"[database]\nports = [ 8000, 8001 ]\npassword = \"{v}\"\n"),
        ["properties"] = v => Utf8($"! the database\ndb.user=app\ndb.password:{v}\n"),
        ["properties, continued"] = v => Utf8($"db.user = app\ndb.password = {v[..8]}\\\n    {v[8..]}\n"),
        ["properties, escaped"] = v => Utf8($"db.password = \\u{(int)v[0]:X4}{v[1..]}\n"),
        ["XML"] = v => Utf8($"<settings><server><id>app</id><password>{v}</password></server></settings>"),
        ["XML, attribute"] = v => Utf8($"<configuration><add key=\"Password\" value=\"{v}\"/></configuration>"),
        ["an address"] = v => Utf8($"DATABASE_URL=postgres://app:{v}@db.example:5432/app\n"),
        [".netrc"] = v => Utf8($"machine git.example login app password {v}\n"),
        [".pgpass"] = v => Utf8($"db.example:5432:app:app:{v}\n"),
        ["a connection string in JSON"] =
            v => Utf8($$$"""{"ConnectionStrings":{"Db":"Server=db;User Id=app;Password={{{v}}};Encrypt=true"}}"""),
        ["a connection string in .env"] = v => Utf8($"PG_DSN=\"host=db user=app password={v} dbname=x\"\n"),
        ["libpq, quotes"] = v => Utf8($"PG_DSN=\"host=db password='{v}' dbname=x\"\n"),
        ["a query"] = v => Utf8($"HOOK=https://h.example/x?token={v}&room=5\n"),
        ["options"] = v => Utf8($"MYSQL_OPTS=\"--user=app --password={v} --host=db\"\nMORE='--user app --password {v} --host db'\n"),
        ["a header"] = v => Utf8($$"""{"headers": ["Accept: text/html", "Authorization: Bearer {{v}}"]}"""),
        ["a header, Basic"] = v => Utf8($$"""{"header": "Basic {{Convert.ToBase64String(Utf8($"app:{v}"))}}"}"""),
        ["user and password"] = v => Utf8($$"""{"login": "app:{{v}}"}"""),
        ["CSV"] = v => Utf8($"system,user,secret,since\ndb,app,{v},2026\n"),
        ["names in JSON"] = v => Utf8($$$"""{"users": {"{{{v}}}": "alice in wonderland", "another-name": "bob"}}"""),
        ["names in YAML"] = v => Utf8($"users:\n  {v}: alice in wonderland\n"),
        ["ipsec"] = v => Utf8($"# left and right\n : PSK \"{v}\"\n"),
        ["chap"] = v => Utf8($"# client server secret addresses\nalice vpn {v} *\n"),
        ["PEM bundle"] = v => Utf8(Pem("CERTIFICATE", "certificate-of-nobody") + Pem("PRIVATE KEY", v)),
        ["BOM, UTF-8"] = v => [0xEF, 0xBB, 0xBF, .. Utf8($"{v}\n")],
        ["BOM, UTF-8, .env"] = v => [0xEF, 0xBB, 0xBF, .. Utf8($"DB_PASSWORD={v}\n")],
        ["BOM, UTF-16 LE, .env"] = v => [0xFF, 0xFE, .. Encoding.Unicode.GetBytes($"DB_USER=app\r\nDB_PASSWORD={v}\r\n")],
        ["BOM, UTF-16 BE, JSON"] = v => [0xFE, 0xFF, .. Encoding.BigEndianUnicode.GetBytes($$"""{"password": "{{v}}"}""")],
        ["UTF-16 LE without a BOM"] = v => Encoding.Unicode.GetBytes($"DB_PASSWORD={v}\r\n"),
    };

    public static IEnumerable<string> Names => All.Keys;

    public static byte[] Content(string name, string value) => All[name](value);

    /// <summary>A value for a form; each form has another one.</summary>
    public static string Value(string name) => $"S3cr3tValue-{Array.IndexOf([.. Names], name):00}-0123456789";

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    // The bytes that the block stands for are the secret.
    private static string Pem(string label, string bytes) =>
        $"-----BEGIN {label}-----\n{Convert.ToBase64String(Utf8(bytes))}\n-----END {label}-----\n";
}
