namespace GanFromScratch.Engine.Devices.Cuda;

/// <summary>
/// The possible places of NVRTC. It does not come with the driver, but with the CUDA toolkit, or in a Python package that torch installs.
/// Newest first; loading it shows whether it fits the driver.
/// </summary>
internal static class NvrtcSearch
{
    /// <summary>The places, for the error message.</summary>
    public static string Places => OperatingSystem.IsWindows()
        ? "the PATH, CUDA_PATH, the toolkit's folder under Program Files, and Python's site-packages"
        : "the library path, CUDA_PATH, CUDA_HOME, /usr/local/cuda*, /opt/cuda, and Python's site-packages";

    // All of 11.2 to 11.8 use the name 11.2.
    private static string[] FileNames => OperatingSystem.IsWindows()
        ? ["nvrtc64_130_0.dll", "nvrtc64_120_0.dll", "nvrtc64_112_0.dll"]
        : ["libnvrtc.so.13", "libnvrtc.so.12", "libnvrtc.so.11.2"];

    /// <summary>The bare names, which the system's loader looks for, then every file there is in the usual folders.</summary>
    public static IEnumerable<string> Files()
    {
        foreach (string name in FileNames)
            yield return name;
        foreach (string folder in Folders())
        {
            foreach (string name in FileNames)
            {
                string path = Path.Combine(folder, name);
                if (File.Exists(path))
                    yield return path;
            }
        }
    }

    /// <summary>The library of builtin functions that NVRTC opens by its bare name when it compiles.</summary>
    public static string Builtins(Version version) => OperatingSystem.IsWindows()
        ? $"nvrtc-builtins64_{version.Major}{version.Minor}.dll"
        : $"libnvrtc-builtins.so.{version.Major}.{version.Minor}";

    /// <summary>The package that contains NVRTC for a major version of CUDA; from 13 on the version is no longer in the name.</summary>
    public static string PythonPackage(int major) => major >= 13 ? "nvidia-cuda-nvrtc" : $"nvidia-cuda-nvrtc-cu{major}";

    private static IEnumerable<string> Folders()
    {
        yield return AppContext.BaseDirectory;
        foreach (string root in Toolkits())
        {
            foreach (
                string part in new[]
                {
                    "lib64", "lib", Path.Combine("targets", "x86_64-linux", "lib"), Path.Combine("targets", "sbsa-linux", "lib"), "bin",
                    Path.Combine("bin", "x64")
                })
                yield return Path.Combine(root, part);
        }

        foreach (string packages in SitePackages())
        {
            yield return Path.Combine(packages, "torch", "lib");
            foreach (string package in new[] { "cuda_nvrtc", "cu13" })
            {
                yield return Path.Combine(packages, "nvidia", package, "lib");
                yield return Path.Combine(packages, "nvidia", package, "bin");
                yield return Path.Combine(packages, "nvidia", package, "bin", "x86_64");
            }
        }
    }

    private static IEnumerable<string> Toolkits()
    {
        foreach (string variable in new[] { "CUDA_PATH", "CUDA_HOME", "CONDA_PREFIX" })
        {
            if (Environment.GetEnvironmentVariable(variable) is { Length: > 0 } root)
                yield return root;
        }

        IEnumerable<string> installed = OperatingSystem.IsWindows()
            ? Below(
                Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ProgramFiles), "NVIDIA GPU Computing Toolkit", "CUDA"),
                "v*")
            : [.. Below("/usr/local", "cuda*"), "/opt/cuda"];
        foreach (string root in installed)
            yield return root;
    }

    // A virtual environment first, then the user's own Python, then the system's.
    private static IEnumerable<string> SitePackages()
    {
        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        foreach (string variable in new[] { "VIRTUAL_ENV", "CONDA_PREFIX" })
        {
            if (Environment.GetEnvironmentVariable(variable) is not { Length: > 0 } root)
                continue;
            yield return Path.Combine(root, "Lib", "site-packages");
            foreach (string python in Below(Path.Combine(root, "lib"), "python3*"))
                yield return Path.Combine(python, "site-packages");
        }

        if (OperatingSystem.IsWindows())
        {
            foreach (
                string python in Below(
                    Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "Programs", "Python"),
                    "Python3*"))
                yield return Path.Combine(python, "Lib", "site-packages");
            yield break;
        }

        foreach (string root in new[] { Path.Combine(home, ".local", "lib"), "/usr/local/lib", "/usr/lib" })
        {
            foreach (string python in Below(root, "python3*"))
            {
                yield return Path.Combine(python, "site-packages");
                yield return Path.Combine(python, "dist-packages");
            }
        }
    }

    /// <summary>Folders of this name, the latest first; none without read permission.</summary>
    private static string[] Below(string folder, string pattern)
    {
        try
        {
            string[] found = Directory.GetDirectories(folder, pattern);
            Array.Sort(found, (a, b) => string.CompareOrdinal(b, a));
            return found;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
