using System.CommandLine;
using GanFromScratch.Engine.Devices;

namespace GanFromScratch.Gan.Commands;

/// <summary><c>devices</c>: what there is to compute on, and for what cannot be used, why.</summary>
internal static class DevicesCommand
{
    public static Command Create()
    {
        var command = new Command("devices", "List the devices found on this machine.");
        command.SetAction(_ =>
        {
            foreach (DeviceCatalog.Entry device in DeviceCatalog.List())
                Console.WriteLine($"{device.Name,-14}{device.Description}{(device.Refused == null ? "" : $": not usable, {device.Refused}")}");
            return 0;
        });
        return command;
    }
}
