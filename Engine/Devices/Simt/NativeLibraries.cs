using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace GanFromScratch.Engine.Devices.Simt;

/// <summary>
/// Finds the drivers' libraries, whose file names differ between systems, for the bindings that use one name. An assembly may have only
/// one such resolver, so all bindings register here. <see cref="TryLoad"/> says whether a library is present; if it is not, no binding
/// may be called.
/// </summary>
internal static class NativeLibraries
{
    private static readonly ConcurrentDictionary<string, string[]> Files = [];
    private static readonly ConcurrentDictionary<string, nint> Loaded = [];

    static NativeLibraries() =>
        NativeLibrary.SetDllImportResolver(typeof(NativeLibraries).Assembly, (name, _, _) => Load(name));

    /// <summary>Sets the files to try, in this order, for the library that bindings call <paramref name="name"/>.</summary>
    public static void Register(string name, params string[] files) => Files[name] = files;

    /// <summary>Whether the library is present.</summary>
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
