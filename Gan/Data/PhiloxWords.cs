using GanFromScratch.Engine.Kernels.Random;

namespace GanFromScratch.Gan.Data;

/// <summary>Random words one after another: the blocks 0, 1, 2, … of one Philox stream, read word by word.</summary>
internal ref struct PhiloxWords(ulong seed, ulong stream)
{
    private (uint W0, uint W1, uint W2, uint W3) _block;
    private ulong _taken;

    internal uint Next()
    {
        uint place = (uint)(_taken & 3);
        if (place == 0)
            _block = Philox.Block(seed, _taken >> 2, stream);
        _taken++;
        return place switch { 0 => _block.W0, 1 => _block.W1, 2 => _block.W2, _ => _block.W3 };
    }

    /// <summary>
    /// An integer 0 … bound − 1, each exactly equally likely: the high half of word × bound, with the few words drawn again whose low half
    /// would favour some results. Lemire, "Fast Random Integer Generation in an Interval", ACM TOMACS 29 (2019), algorithm 5.
    /// </summary>
    internal uint Below(uint bound)
    {
        ulong product = (ulong)Next() * bound;
        if ((uint)product < bound)
        {
            uint unfair = (0u - bound) % bound;
            while ((uint)product < unfair)
                product = (ulong)Next() * bound;
        }

        return (uint)(product >> 32);
    }
}
