using GanFromScratch.Engine;
using GanFromScratch.Gan.Data;

namespace GanFromScratch.Gan.Output;

/// <summary>A data set at a glance: a row for each class, with its number, and in it the first images of the class.</summary>
public static class ContactSheet
{
    private const int Dot = 2;

    /// <summary>Composes the sheet; without labels, a square of the first images.</summary>
    /// <param name="images">1 or 3 channels, at least one image.</param>
    /// <param name="perClass">Images in a row, ≥ 1.</param>
    /// <param name="change">New pixels for the images that are shown; null leaves them as they are.</param>
    /// <exception cref="InputException">There are no images, or more classes than make a picture.</exception>
    public static Bitmap Compose(ImageSet images, int perClass = 10, Func<ImageSet, byte[]>? change = null)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentOutOfRangeException.ThrowIfLessThan(perClass, 1);
        if (images.Count == 0)
            throw new InputException($"{images.Name} holds no images, so there is nothing to show; choose another data set.");
        if (images.Labels is not { } labels)
            return ImageGrid.Compose(Changed(images.Take(perClass * perClass)), perClass);

        const int MaximumClasses = 1000;
        int classes = images.ClassCount;
        if (classes > MaximumClasses)
            throw new InputException(
                $"{images.Name} has {classes:N0} classes, expected at most {MaximumClasses:N0} for a contact sheet; choose a part of " +
                "it.");

        int digits = (classes - 1).ToString(System.Globalization.CultureInfo.InvariantCulture).Length;
        int margin = ImageGrid.Gap + DigitFont.Width(digits, Dot);
        Bitmap sheet = ImageGrid.Blank(classes, perClass, images.Format, margin);
        for (int row = 0; row < classes; row++)
        {
            int cell = images.Height + ImageGrid.Gap;
            int top = ImageGrid.Gap + (row * cell) + Math.Max(0, (images.Height - DigitFont.Height(Dot)) / 2);
            DigitFont.Draw(sheet, row, ImageGrid.Gap, top, Dot);
        }

        ImageSet shown = Changed(images.Select(FirstOfEach(labels, classes, perClass)));
        var placed = new int[classes];
        for (int i = 0; i < shown.Count; i++)
        {
            int row = shown.Labels![i];
            ImageGrid.Paste(sheet, shown.Image(i), shown.Format, row, placed[row]++, margin);
        }

        return sheet;

        ImageSet Changed(ImageSet some) =>
            change == null ? some : new ImageSet(some.Name, some.Format, change(some), some.Labels, some.ClassNames, some.Notes);
    }

    /// <summary>The indices of the first images of each class.</summary>
    private static int[] FirstOfEach(int[] labels, int classes, int perClass)
    {
        var found = new int[classes];
        return [.. Enumerable.Range(0, labels.Length).Where(i => found[labels[i]]++ < perClass)];
    }
}
