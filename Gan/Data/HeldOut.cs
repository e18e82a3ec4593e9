namespace GanFromScratch.Gan.Data;

/// <summary>Parts data that has no test part of its own: one item in five is held out of the training, for scores.</summary>
internal static class HeldOut
{
    /// <summary>One item of so many is held out.</summary>
    public const int Every = 5;

    /// <summary>The epoch of the order that parts the items; no epoch of training has it.</summary>
    private const uint Parting = uint.MaxValue;

    /// <summary>The items of a part, in their order. They depend on the seed and the number of items alone.</summary>
    public static int[] Part(int count, ulong seed, DatasetPart part)
    {
        int[] order = Shuffle.Epoch(count, seed, Parting);
        int heldOut = count / Every;
        int[] items = part == DatasetPart.Train ? order[heldOut..] : order[..heldOut];
        Array.Sort(items);
        return items;
    }
}
