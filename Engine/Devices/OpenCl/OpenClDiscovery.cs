using System.Text;

namespace GanFromScratch.Engine.Devices.OpenCl;

/// <summary>
/// Finds the devices of all OpenCL drivers. Their numbers are their indices in <see cref="Devices"/>: usable ones first, GPUs before
/// processors, each in the order of the drivers.
/// </summary>
internal static unsafe class OpenClDiscovery
{
    // Loading the drivers takes a moment, and their devices do not change while the process runs.
    private static readonly Lazy<(IReadOnlyList<OpenClDeviceInfo> Devices, string? Absence)> Found = new(Find);

    public static IReadOnlyList<OpenClDeviceInfo> Devices => Found.Value.Devices;

    /// <summary>The reason why there is no device; null if there is one.</summary>
    public static string? Absence => Found.Value.Absence;

    /// <summary>The name of a device by its number: <c>opencl</c> for the first.</summary>
    public static string NameOf(int number) => number == 0 ? "opencl" : $"opencl:{number}";

    /// <summary>The order of <see cref="Devices"/>.</summary>
    public static IReadOnlyList<OpenClDeviceInfo> InOrder(IEnumerable<OpenClDeviceInfo> devices) =>
        [.. devices.OrderBy(d => d.Refusal() != null).ThenBy(d => d.IsGpu ? 0 : d.IsProcessor ? 1 : 2)];

    private static (IReadOnlyList<OpenClDeviceInfo> Devices, string? Absence) Find()
    {
        if (!OpenClLibrary.IsPresent)
            return ([],
                "there is no OpenCL loader (Debian and Ubuntu: ocl-icd-libopencl1) and no driver; GPUs bring theirs, for a processor there "
                + "is pocl-opencl-icd");
        int status = OpenClLibrary.GetPlatformIds(0, null, out uint count);
        if (status == OpenClStatus.PlatformNotFound || (status == OpenClStatus.Success && count == 0))
            return ([], "no OpenCL driver is installed; GPUs bring theirs, for a processor there is pocl-opencl-icd");
        nint[] platforms = new nint[count];
        if (status == OpenClStatus.Success)
        {
            fixed (nint* first = platforms)
                status = OpenClLibrary.GetPlatformIds(count, first, out _);
        }

        if (status != OpenClStatus.Success)
            return ([], $"the OpenCL loader answers clGetPlatformIDs with {OpenClStatus.Name(status)}");
        IReadOnlyList<OpenClDeviceInfo> devices = InOrder(platforms.SelectMany(OfPlatform));
        return (devices, devices.Count == 0 ? "the OpenCL drivers installed find no device" : null);
    }

    // A driver that fails is one entry with the reason; the others are still queried.
    private static List<OpenClDeviceInfo> OfPlatform(nint platform)
    {
        int status = OpenClLibrary.GetPlatformInfo(platform, OpenClLibrary.PlatformName, 0, null, out nuint length);
        string name = "a driver without a name";
        if (status == OpenClStatus.Success && length > 0)
        {
            byte[] bytes = new byte[length];
            fixed (byte* first = bytes)
                status = OpenClLibrary.GetPlatformInfo(platform, OpenClLibrary.PlatformName, length, first, out _);
            if (status == OpenClStatus.Success)
                name = Decode(bytes);
        }

        status = OpenClLibrary.GetDeviceIds(platform, OpenClLibrary.TypeAll, 0, null, out uint count);
        if (status == OpenClStatus.DeviceNotFound || (status == OpenClStatus.Success && count == 0))
            return [];
        nint[] devices = new nint[count];
        if (status == OpenClStatus.Success)
        {
            fixed (nint* first = devices)
                status = OpenClLibrary.GetDeviceIds(platform, OpenClLibrary.TypeAll, count, first, out _);
        }

        return status != OpenClStatus.Success
            ? [new() { PlatformName = name, Failure = $"its driver answers clGetDeviceIDs with {OpenClStatus.Name(status)}" }]
            : [.. devices.Select(d => Describe(platform, name, d))];
    }

    private static OpenClDeviceInfo Describe(nint platform, string platformName, nint device)
    {
        try
        {
            return new OpenClDeviceInfo
            {
                Platform = platform,
                Handle = device,
                PlatformName = platformName,
                Name = Text(device, OpenClLibrary.DeviceName),
                Version = Text(device, OpenClLibrary.DeviceVersion),
                DriverVersion = Text(device, OpenClLibrary.DriverVersion),
                Profile = Text(device, OpenClLibrary.DeviceProfile),
                HasGenericAddressSpace = HasGenericAddressSpace(device),
                Type = Value<ulong>(device, OpenClLibrary.DeviceType),
                ComputeUnits = (int)Value<uint>(device, OpenClLibrary.DeviceMaxComputeUnits),
                MaxGroupSize = (long)Value<nuint>(device, OpenClLibrary.DeviceMaxWorkGroupSize),
                MemoryBytes = (long)Value<ulong>(device, OpenClLibrary.DeviceGlobalMemSize),
                LargestBufferBytes = (long)Value<ulong>(device, OpenClLibrary.DeviceMaxMemAllocSize),
                IsLittleEndian = Value<uint>(device, OpenClLibrary.DeviceEndianLittle) != 0,
                IsAvailable = Value<uint>(device, OpenClLibrary.DeviceAvailable) != 0,
                HasCompiler = Value<uint>(device, OpenClLibrary.DeviceCompilerAvailable) != 0,
            };
        }
        catch (InvalidOperationException failure)
        {
            return new OpenClDeviceInfo
            {
                PlatformName = platformName,
                Failure = $"its driver does not describe it: {failure.Message.TrimEnd('.')}",
            };
        }
    }

    private static string Text(nint device, uint what)
    {
        OpenClStatus.Check(OpenClLibrary.GetDeviceInfo(device, what, 0, null, out nuint length), "clGetDeviceInfo");
        if (length == 0)
            return "";
        byte[] bytes = new byte[length];
        fixed (byte* first = bytes)
            OpenClStatus.Check(OpenClLibrary.GetDeviceInfo(device, what, length, first, out _), "clGetDeviceInfo");
        return Decode(bytes);
    }

    // Part of OpenCL 2, optional in 3, unknown before: then the query fails.
    private static bool HasGenericAddressSpace(nint device)
    {
        if (Text(device, OpenClLibrary.DeviceVersion).StartsWith("OpenCL 2.", StringComparison.Ordinal))
            return true;
        uint value = 0;
        return OpenClLibrary.GetDeviceInfo(
            device, OpenClLibrary.DeviceGenericAddressSpace, sizeof(uint), &value, out _) == OpenClStatus.Success
            && value != 0;
    }

    private static T Value<T>(nint device, uint what)
        where T : unmanaged
    {
        T value = default;
        OpenClStatus.Check(OpenClLibrary.GetDeviceInfo(device, what, (nuint)sizeof(T), &value, out _), "clGetDeviceInfo");
        return value;
    }

    // The texts end with a zero, and some drivers pad names with blanks.
    private static string Decode(byte[] bytes) => Encoding.UTF8.GetString(bytes).TrimEnd('\0').Trim();
}
