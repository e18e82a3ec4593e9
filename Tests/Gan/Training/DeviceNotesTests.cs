using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.OpenCl;
using GanFromScratch.Engine.Kernels.Elementwise;
using GanFromScratch.Gan.Training;
using GanFromScratch.Tests.Engine.Devices.OpenCl;

namespace GanFromScratch.Tests.Gan.Training;

public sealed class DeviceNotesTests : OpenClFixture
{
    [Test]
    public void Compiling_is_told_once_when_it_takes_a_while()
    {
        var clock = new Clock();
        var said = new List<string>();
        using var notes = new DeviceNotes(Device, said.Add, clock);
        var y = View(4);
        FillSimt.Stretch(Device, 1, y, 1);
        Assert.That(said, Is.Empty, "it has only begun");
        clock.Now += TimeSpan.FromSeconds(0.4);
        FillSimt.Element(Device, 1, y, 1);
        Assert.That(said, Is.Empty, "nobody has noticed yet");
        clock.Now += TimeSpan.FromSeconds(0.2);
        SelectSimt.Element(Device, 1, y, y, y, y);
        clock.Now += TimeSpan.FromSeconds(5);
        SelectSimt.Stretch(Device, 1, y, y, y, y);
        Assert.That(said, Is.EqualTo(new[] { $"Compiling kernels for opencl, once; they are kept in {Folder.Path} …" }));
    }

    [Test]
    public void What_comes_out_of_the_cache_is_not_worth_a_word()
    {
        BufferView y = View(4);
        FillSimt.Stretch(Device, 1, y, 1);
        using OpenClDevice second = Open();
        var clock = new Clock();
        var said = new List<string>();
        using var notes = new DeviceNotes(second, said.Add, clock);
        DeviceBuffer buffer = second.Rent(4);
        FillSimt.Stretch(second, 1, new BufferView(buffer, 0, 4), 1);
        Assert.That(said, Is.Empty);
        Assert.That(clock.Asked, Is.Zero);
        second.Synchronize();
        buffer.Release();
    }

    private sealed class Clock : TimeProvider
    {
        public TimeSpan Now { get; set; }

        public int Asked { get; private set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp()
        {
            Asked++;
            return Now.Ticks;
        }
    }
}
