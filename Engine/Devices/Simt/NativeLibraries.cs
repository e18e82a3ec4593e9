using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace GanFromScratch.Engine.Devices.Simt;

/// <summary>
/// Finds the drivers' libraries, whose files are called differently on each system, for the bindings that name them by one word. An
/// assembly may have one such resolver only, so all bindings register here. A library that is absent is found out by
/// <see cref="TryLoad"/>; no binding may be called then.
/// </summary>
internal static class NativeLibraries
{
    private static readonly ConcurrentDictionary<string, string[]> Files = [];
    private static readonly ConcurrentDictionary<string, nint> Loaded = [];

    static NativeLibraries() =>
        NativeLibrary.SetDllImportResolver(typeof(NativeLibraries).Assembly, (name, _, _) => Load(name));

    /// <summary>Says which files to try, in this order, for the library that bindings call <paramref name="name"/>.</summary>
    public static void Register(string name, params string[] files) => Files[name] = files;

    /// <summary>Whether the library is there.</summary>
    public static bool TryLoad(string name) => Load(name) != 0;

    /// <summary>Whether the library has this function: older versions lack some.</summary>
    public static bool Has(string name, string function) =>
        Load(name) is not 0 and nint handle && NativeLibrary.TryGetExport(handle, function, out _);

    private static nint Load(string name) => Loaded.GetOrAdd(name, static name =>
    {
        foreach (string file in Files.GetValueOrDefault(name) ?? [])
        {
            if (NativeLibrary.TryLoad(file, out nint handle))
                return handle;
        }

        return 0;
    });
}
