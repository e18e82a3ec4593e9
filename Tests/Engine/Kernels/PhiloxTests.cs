using GanFromScratch.Engine.Kernels.Random;

namespace GanFromScratch.Tests.Engine.Kernels;

/// <summary>Against the known answers that the authors of Philox publish with Random123 (kat_vectors, philox4x32, 10 rounds).</summary>
internal sealed class PhiloxTests
{
    private const uint Ones = 0xffffffff;

    [Test]
    public void Gives_the_published_answers()
    {
        Assert.That(Philox.Block(0, 0, 0, 0, 0, 0), Is.EqualTo((0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u)));
        Assert.That(Philox.Block(Ones, Ones, Ones, Ones, Ones, Ones), Is.EqualTo((0x408f276du, 0x41c83b0eu, 0xa20bc7c6u, 0x6d5451fdu)));
        // Digits of π.
        Assert.That(
            Philox.Block(0xa4093822, 0x299f31d0, 0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344),
            Is.EqualTo((0xd16cfe09u, 0x94fdccebu, 0x5001e420u, 0x24126ea1u)));
    }

    [Test]
    public void Words_of_key_counter_and_stream_are_low_first() =>
        Assert.That(
            Philox.Block(0x299f31d0_a4093822, 0x85a308d3_243f6a88, 0x03707344_13198a2e),
            Is.EqualTo(Philox.Block(0xa4093822, 0x299f31d0, 0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344)));

    [TestCase(0UL)]
    [TestCase(0xfffffff8UL)] // The lower word overflows inside the sixteen.
    [TestCase(0xffffffff_fffffff5UL)] // And here the whole counter.
    public unsafe void Sixteen_blocks_at_once_are_sixteen_blocks(ulong counter)
    {
        const ulong key = 0x0123456789abcdef;
        uint* words = stackalloc uint[4 * PhiloxBlocks.Count], plain = stackalloc uint[4 * PhiloxBlocks.Count];
        PhiloxBlocks.Fill(key, counter, words);
        PhiloxBlocks.FillOneByOne(key, counter, plain);
        for (uint i = 0; i < PhiloxBlocks.Count; i++)
        {
            (uint, uint, uint, uint) expected = Philox.Block(key, counter + i);
            Assert.That((words[i], words[16 + i], words[32 + i], words[48 + i]), Is.EqualTo(expected));
            if (i < 8)
                Assert.That((plain[i], plain[16 + i], plain[32 + i], plain[48 + i]), Is.EqualTo(expected));
        }
    }
}
