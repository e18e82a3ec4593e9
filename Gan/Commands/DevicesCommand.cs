using System.CommandLine;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Simt;

namespace GanFromScratch.Gan.Commands;

/// <summary><c>devices</c>: lists the devices, each compiler's support for them, and the reason for those that cannot be used.</summary>
internal static class DevicesCommand
{
    public static Command Create()
    {
        var command = new Command("devices", "List the devices found on this machine.");
        command.SetAction(_ =>
        {
            foreach (DeviceCatalog.Entry device in DeviceCatalog.List())
                Console.WriteLine(
                    $"{device.Name, -14}{device.Description}"
                    + $"{(device.Refused == null ? Compilers(device) : $": not usable, {device.Refused}")}");
            return 0;
        });
        return command;
    }

    // The first is the device's default.
    private static string Compilers(DeviceCatalog.Entry device)
    {
        if (device.Compilers is not CompilerChoice choice)
            return "";
        string ilgpu = Verdict("ilgpu", choice.IlgpuRefused), c = Verdict("c", choice.CRefused);
        bool cFirst = choice.IlgpuRefused != null || (choice.CRefused == null && choice.Preferred == KernelCompiler.C);
        return cFirst ? $"; compilers: {c}, {ilgpu}" : $"; compilers: {ilgpu}, {c}";

        static string Verdict(string name, string? refused) => refused == null ? name : $"not {name} ({refused})";
    }
}
