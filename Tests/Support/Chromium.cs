using System.Diagnostics;
using System.Net.WebSockets;
using System.Text.Json;
using GanFromScratch.Tests.Layers.Serialization;

namespace GanFromScratch.Tests.Support;

/// <summary>
/// A headless browser, controlled over its debugging protocol (JSON over a web socket), so that no package is needed. It records all errors
/// in a page and all network requests of the page.
/// </summary>
internal sealed class Chromium : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder profile = new();
    private readonly CancellationTokenSource giveUp = new(Patience);
    private readonly ClientWebSocket socket = new();
    private readonly Process process;
    private int calls;
    private bool loaded;

    private Chromium(string path)
    {
        string[] arguments =
        [
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync", "--hide-scrollbars", "--remote-debugging-port=0", $"--user-data-dir={profile.Path}", "about:blank",
        ];
        process = Process.Start(new ProcessStartInfo(path, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        socket.Options.Proxy = null;
    }

    /// <summary>Errors and warnings of the console, uncaught exceptions, refusals by the content security policy.</summary>
    public List<string> Problems { get; } = [];

    /// <summary>Addresses that pages asked for, but for what lies within them (data:).</summary>
    public List<string> Requests { get; } = [];

    /// <summary>Starts it; a machine without it leaves the test.</summary>
    public static async Task<Chromium> Start()
    {
        string? path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .SelectMany(folder => new[] { "chromium", "chromium-browser", "google-chrome" }.Select(name => Path.Combine(folder, name)))
                .FirstOrDefault(File.Exists);
        if (path == null)
            Missing.Skip("CHROMIUM", "There is no Chromium here to open the report in; Debian's package chromium has it.");
        var browser = new Chromium(path!);
        try
        {
            await browser.Connect();
            return browser;
        }
        catch
        {
            await browser.DisposeAsync();
            throw;
        }
    }

    /// <summary>Opens a file in a window of this size and waits until it is loaded.</summary>
    public async Task Open(string file, int width, int height, bool dark = false)
    {
        await Call("Emulation.setDeviceMetricsOverride", new { width, height, deviceScaleFactor = 1, mobile = width < 600 });
        await Call(
            "Emulation.setEmulatedMedia",
            new { features = new[] { new { name = "prefers-color-scheme", value = dark ? "dark" : "light" } } });
        loaded = false;
        await Call("Page.navigate", new { url = new Uri(Path.GetFullPath(file)).AbsoluteUri });
        while (!loaded)
            Note(await Receive());
    }

    /// <summary>The value of an expression in the page, a promise's when it is kept.</summary>
    public async Task<JsonElement> Evaluate(string expression)
    {
        JsonElement result = await Call("Runtime.evaluate", new { expression, awaitPromise = true, returnByValue = true });
        Assert.That(result.TryGetProperty("exceptionDetails", out JsonElement thrown), Is.False, $"{expression}: {thrown}");
        return result.GetProperty("result").GetProperty("value");
    }

    /// <summary>The whole page as a PNG file.</summary>
    public async Task<byte[]> Screenshot() =>
        (
            await Call(
                "Page.captureScreenshot", new { format = "png", captureBeyondViewport = true })).GetProperty("data").GetBytesFromBase64();

    public async ValueTask DisposeAsync()
    {
        socket.Dispose();
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
        giveUp.Dispose();
        profile.Dispose();
    }

    private async Task Connect()
    {
        string portFile = Path.Combine(profile.Path, "DevToolsActivePort");
        string[] lines = [];
        while (lines.Length < 2)
        {
            Assert.That(process.HasExited, Is.False, "Chromium ended at once.");
            await Task.Delay(20, giveUp.Token);
            lines = File.Exists(portFile) ? await File.ReadAllLinesAsync(portFile, giveUp.Token) : [];
        }

        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        JsonElement page = default;
        while (page.ValueKind == JsonValueKind.Undefined)
        {
            using JsonDocument targets = JsonDocument.Parse(
                await http.GetStringAsync(new Uri($"http://127.0.0.1:{lines[0]}/json/list"), giveUp.Token));
            page = targets.RootElement.EnumerateArray().FirstOrDefault(target => target.GetProperty("type").GetString() == "page");
            page = page.ValueKind == JsonValueKind.Undefined ? page : page.Clone();
        }

        await socket.ConnectAsync(new Uri(page.GetProperty("webSocketDebuggerUrl").GetString()!), giveUp.Token);
        foreach (string domain in new[] { "Page", "Network", "Runtime", "Log" })
            await Call($"{domain}.enable", new { });
    }

    private async Task<JsonElement> Call(string method, object parameters)
    {
        int id = ++calls;
        byte[] message = JsonSerializer.SerializeToUtf8Bytes(new { id, method, @params = parameters });
        await socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, giveUp.Token);
        while (true)
        {
            JsonElement answer = await Receive();
            if (!answer.TryGetProperty("id", out JsonElement of) || of.GetInt32() != id)
            {
                Note(answer);
                continue;
            }

            Assert.That(answer.TryGetProperty("error", out JsonElement error), Is.False, $"{method}: {error}");
            return answer.GetProperty("result");
        }
    }

    private async Task<JsonElement> Receive()
    {
        using var message = new MemoryStream();
        byte[] buffer = new byte[1 << 16];
        WebSocketReceiveResult part;
        do
        {
            part = await socket.ReceiveAsync(buffer, giveUp.Token);
            message.Write(buffer, 0, part.Count);
        }
        while (!part.EndOfMessage);
        using JsonDocument json = JsonDocument.Parse(message.ToArray());
        return json.RootElement.Clone();
    }

    private void Note(JsonElement message)
    {
        if (!message.TryGetProperty("method", out JsonElement method))
            return;
        JsonElement parameters = message.GetProperty("params");
        switch (method.GetString())
        {
            case "Page.loadEventFired":
                loaded = true;
                break;
            case "Runtime.exceptionThrown" or "Log.entryAdded":
                Problems.Add(parameters.GetRawText());
                break;
            case "Runtime.consoleAPICalled" when parameters.GetProperty("type").GetString() is "error" or "warning" or "assert":
                Problems.Add(parameters.GetRawText());
                break;
            case "Network.requestWillBeSent" when parameters.GetProperty("request").GetProperty("url").GetString() is string url
                && !url.StartsWith("data:", StringComparison.Ordinal):
                Requests.Add(url);
                break;
        }
    }
}
