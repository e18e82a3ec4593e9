using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using GanFromScratch.Tests.Layers.Serialization;
using GanFromScratch.Tests.Support;

namespace GanFromScratch.Tests.Packaging;

/// <summary>
/// The packages that <c>dotnet pack</c> makes, installed from a folder into a project of their own and as a tool. No network: what they
/// depend on is what this repository was built with.
/// </summary>
public sealed class PackageTests
{
    private const string Version = "0.1.0", Program = """
        using GanFromScratch.Engine;
        using GanFromScratch.Engine.Devices;
        using GanFromScratch.Engine.Devices.Cpu;
        using GanFromScratch.Layers;
        using GanFromScratch.Layers.Optimizers;
        using GanFromScratch.Tests.Library;

        using var device = new CpuDevice(1);
        using var random = new RandomSource(device, seed: 1);
        using var net = new Sequential(new Dense(2, 16, random), new Tanh(), new Dense(16, 1, random));
        using var adam = new Adam(net.NamedParameters(), learningRate: 0.05f);
        Tensor inputs = Tensor.Persistent(device, [4, 2]), answers = Tensor.Persistent(device, [4, 1]);
        inputs.CopyFrom([0, 0, 0, 1, 1, 0, 1, 1]);
        answers.CopyFrom([0, 1, 1, 0]);
        for (int i = 0; i < 300; i++)
        {
            using var scope = new TensorScope();
            Tensor loss = Losses.BinaryCrossEntropyWithLogits(net.Forward(inputs), answers);
            adam.ZeroGrad();
            loss.Backward();
            adam.Step();
        }

        using var last = new TensorScope();
        Console.WriteLine($"xor {string.Concat(net.Forward(inputs).ToArray().Select(score => score > 0 ? 1 : 0))}");

        var data = new Random(1);
        float[] points = PointGan.Learn(device, 3000, batch =>
        {
            for (int i = 0; i < batch.Length; i += 2)
                (batch[i], batch[i + 1]) = (1 + (2 * data.NextSingle()), -2 + (2 * data.NextSingle()));
        });
        Console.WriteLine(FormattableString.Invariant(
            $"gan {points.Where((_, i) => i % 2 == 0).Average():0.000} {points.Where((_, i) => i % 2 == 1).Average():0.000}"));
        Console.WriteLine($"kernels {typeof(Swish).Assembly.GetType("GanFromScratch.Generated.KernelCode") != null}");
        """;

    private readonly TemporaryFolder temporary = new();

    private string Feed => Path.Combine(temporary.Path, "feed");

    [OneTimeSetUp]
    public void Pack()
    {
        // The configuration that is running is the one that is built.
        string configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        foreach (string project in new[] { "Engine", "Layers", "Gan" })
            Dotnet(SourceTree.Root, "pack", project, "-c", configuration, "--no-build", "-o", Feed, "-v", "q");
        string packages = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        File.WriteAllText(temporary.File("NuGet.config"), $"""
            <configuration>
              <config><add key="globalPackagesFolder" value="packages" /></config>
              <packageSources><clear /><add key="feed" value="feed" /></packageSources>
              <fallbackPackageFolders><clear /><add key="built with" value="{packages}" /></fallbackPackageFolders>
            </configuration>
            """);
    }

    [OneTimeTearDown]
    public void Remove() => temporary.Dispose();

    [TestCase("GanFromScratch.Engine", "lib/net10.0/GanFromScratch.Engine")]
    [TestCase("GanFromScratch.Layers", "lib/net10.0/GanFromScratch.Layers")]
    [TestCase("GanFromScratch.Gan", "tools/net10.0/any/Gan")]
    public void A_package_has_its_documentation_readme_licence_and_symbols(string id, string assembly)
    {
        string[] files = Files($"{id}.{Version}.nupkg");
        Assert.That(files, Is.SupersetOf(new[] { $"{assembly}.dll", $"{assembly}.xml", "README.md", "LICENSE" }));
        Assert.That(Files($"{id}.{Version}.snupkg"), Does.Contain($"{assembly}.pdb"));
        string description = Text($"{id}.{Version}.nupkg", $"{id}.nuspec");
        Assert.That(
            description, Does.Contain("<license type=\"expression\">MIT</license>").And.Contain("<readme>README.md</readme>")
                .And.Contain("<description>").And.Not.Contain("Package Description"));
    }

    [Test]
    public void A_project_trains_with_the_packages_and_formulas_of_its_own_become_kernels()
    {
        File.WriteAllText(temporary.File("own/Own.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="GanFromScratch.Layers" Version="{Version}" />
              </ItemGroup>
            </Project>
            """);
        File.WriteAllText(temporary.File("own/Program.cs"), Program);
        foreach (string file in new[] { "PointGan.cs", "Swish.cs", "Scale.cs", "Lion.cs" })
            File.Copy(Path.Combine(SourceTree.Root, "Tests", "Library", file), temporary.File($"own/{file}"));
        string[] lines = Dotnet(Path.Combine(temporary.Path, "own"), "run", "-c", "Release").Split('\n');

        // A GAN goes around its goal. Before training the centre is near (0, 0).
        string[] centre = lines.Single(line => line.StartsWith("gan ", StringComparison.Ordinal)).Split(' ');
        Assert.Multiple(() =>
        {
            Assert.That(lines, Does.Contain("xor 0110"));
            Assert.That(double.Parse(centre[1], CultureInfo.InvariantCulture), Is.EqualTo(2).Within(0.8));
            Assert.That(double.Parse(centre[2], CultureInfo.InvariantCulture), Is.EqualTo(-1).Within(0.8));
            Assert.That(lines, Does.Contain("kernels True"));
        });
    }

    [Test]
    public void The_tool_trains_and_has_its_data_inside()
    {
        Dotnet(temporary.Path, "tool", "install", "GanFromScratch.Gan", "--tool-path", "bin", "--configfile", "NuGet.config");
        string gan = Path.Combine(temporary.Path, "bin", OperatingSystem.IsWindows() ? "gan.exe" : "gan");
        string output = Run(gan, temporary.Path, "train", "--model", "toy2d", "--steps", "20", "--out", "run");
        Assert.That(output, Does.Contain("report --run run"));
        Assert.That(File.ReadAllLines(Path.Combine(temporary.Path, "run", "log.csv"))[^1].Split(',')[1], Is.EqualTo("20"));
        Assert.That(Run(gan, temporary.Path, "data", "--data", "mnist"), Does.Contain("60,000"));
        Assert.That(
            Files($"GanFromScratch.Gan.{Version}.nupkg").Where(file => file.EndsWith(".safetensors", StringComparison.Ordinal)),
            Has.Exactly(Directory.GetFiles(Path.Combine(SourceTree.Root, "Gan", "Scores", "Weights"), "*.safetensors").Length).Items);
    }

    private static string Dotnet(string folder, params string[] arguments) => Run("dotnet", folder, arguments);

    /// <summary>The output of a program that succeeds.</summary>
    private static string Run(string program, string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true,
        };

        // Nothing of the build around the tests, and no server that would outlive the program with its output open.
        foreach (string name in start.Environment.Keys.Where(n => n.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToArray())
            start.Environment.Remove(name);
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["UseSharedCompilation"] = "false";
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        start.Environment["DOTNET_NOLOGO"] = "1";
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            Missing.Skip("SDK", $"{program} cannot be started: {e.Message}");
            throw;
        }

        using (process)
        {
            Task<string> errors = process.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            Assert.That(process.ExitCode, Is.Zero, $"{program} {string.Join(' ', arguments)}\n{output}{errors.Result}");
            return output;
        }
    }

    private string[] Files(string package)
    {
        using ZipArchive archive = ZipFile.OpenRead(Path.Combine(Feed, package));
        return [.. archive.Entries.Select(entry => entry.FullName)];
    }

    private string Text(string package, string file)
    {
        using ZipArchive archive = ZipFile.OpenRead(Path.Combine(Feed, package));
        using var reader = new StreamReader(archive.GetEntry(file)!.Open());
        return reader.ReadToEnd();
    }
}
