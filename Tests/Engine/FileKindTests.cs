using System.Net.Sockets;
using GanFromScratch.Engine;
using GanFromScratch.Tests.Layers.Serialization;
using GanFromScratch.Tests.Support;

namespace GanFromScratch.Tests.Engine;

[Platform(Include = "Linux")]
public sealed class FileKindTests
{
    [Test]
    public void Files_are_told_from_what_only_has_a_name()
    {
        using var folder = new TemporaryFolder();
        string file = folder.Write("file", [1]), link = folder.File("link"), dangling = folder.File("dangling");
        File.CreateSymbolicLink(link, file);
        File.CreateSymbolicLink(dangling, folder.File("nothing"));
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(folder.File("socket")));
        Assert.Multiple(() =>
        {
            Assert.That(FileKinds.Of(file), Is.EqualTo(FileKind.RegularFile));
            Assert.That(FileKinds.Of(link), Is.EqualTo(FileKind.RegularFile));
            Assert.That(FileKinds.Of(dangling), Is.EqualTo(FileKind.Absent));
            Assert.That(FileKinds.Of(folder.File("none")), Is.EqualTo(FileKind.Absent));
            Assert.That(FileKinds.Of(folder.Path), Is.EqualTo(FileKind.Folder));
            Assert.That(FileKinds.Of(SpecialFile.Pipe(folder.File("pipe"))), Is.EqualTo(FileKind.Pipe));
            Assert.That(FileKinds.Of(folder.File("socket")), Is.EqualTo(FileKind.Socket));
            Assert.That(FileKinds.Of("/dev/null"), Is.EqualTo(FileKind.CharacterDevice));
        });
    }
}
